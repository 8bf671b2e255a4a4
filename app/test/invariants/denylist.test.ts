// Invariants 1 and 3 over everything that can hold a fact about a person. The readers are shown violations first: a list that
// finds nothing anywhere proves nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findDenied, wordsOf } from './denylist.ts';
import { type Named, namesInMigration, namesInModels, namesInOpenApi } from './named-fields.ts';

const source = fileURLToPath(new URL('../../src', import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' });

function denied(names: readonly Named[]): string[] {
  return names.flatMap(({ place, name }) =>
    findDenied(name).map(({ term, why }) => `${place}: ${name} (${term}: ${why})`),
  );
}

describe('the product', () => {
  it('no table or column of a migration holds what must not be recorded', () => {
    const migrations = files.filter((file) => /\/migrations\/.*\.sql$/.test(file));
    const names = migrations.flatMap((file) =>
      namesInMigration(file, readFileSync(`${source}/${file}`, 'utf8')),
    );
    expect(names.length).toBeGreaterThan(migrations.length);
    expect(migrations.length).toBeGreaterThan(0);
    expect(denied(names)).toEqual([]);
  });

  it('no model or schema of kernel, platform, engines or modules has a field for it', () => {
    const models = files.filter(
      (file) => /^(kernel|platform|engines|modules)\/.*\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file),
    );
    const names = models.flatMap((file) => namesInModels(file, readFileSync(`${source}/${file}`, 'utf8')));
    expect(names.length).toBeGreaterThan(100);
    expect(denied(names)).toEqual([]);
  });
});

describe('the list', () => {
  it.each([
    'face_id',
    'faceIDs',
    'FaceTemplate',
    'gps_track',
    'tracks',
    'mood',
    'daily-mileage',
    'onlineTime',
    'online_hours',
    'religion',
    'religious_belief',
    'sentiment_score',
    'ideology',
    'public_opinion',
    'attitudes',
    'likes',
    'like_count',
    'social_credit',
    'location_history',
    '思想动态',
    '政治倾向',
    '宗教信仰',
    '舆情等级',
    '情绪',
    '巡查轨迹',
    '巡查里程',
    '在线时长',
    '人脸照片',
    '点赞数',
    '打卡次数',
    '重点人员',
  ])('%s is denied', (name) => {
    expect(findDenied(name)).not.toEqual([]);
  });

  it.each([
    'surface',
    'surface_area',
    'interface',
    'backtrack',
    'tracking_code',
    'likelihood',
    'unlike',
    'moodboard_url',
    'typeface',
    'milestone',
    'audit_trail',
    'online_since',
    'category',
    'case_steps',
    'stage',
    'building_footprint',
    'place_of_worship',
    'associated_cases',
    'status',
    '里程碑',
    '指导思想',
    '服务态度',
    '宗教活动场所',
    '办理时限',
    '立案条件',
    '巡查点位',
  ])('%s is not', (name) => {
    expect(findDenied(name)).toEqual([]);
  });

  it('splits identifiers into words however they are written', () => {
    expect(wordsOf('onlineTime_ms-perDay')).toEqual(['online', 'time', 'ms', 'per', 'day']);
    expect(wordsOf('HTTPServerURLs')).toEqual(['http', 'server', 'url']);
    expect(wordsOf('categories')).toEqual(['category']);
  });
});

describe('the readers are shown violations', () => {
  it('a migration', () => {
    const sql = `
      -- mood text in a comment is not a column
      create table patrols (
        district_code text not null,
        note text default 'mood',
        "faceId" bytea,
        cost numeric(10, 2) check (cost > 0),
        gps_track jsonb,
        constraint patrols__mood check (note <> ''),
        primary key (district_code, note)
      );
      alter table patrols add column online_time int, add constraint patrols__x check (true);
      alter table patrols rename column note to sentiment;
      create table if not exists app.opinions (id uuid);`;
    const names = namesInMigration('1.sql', sql);
    expect(names.map(({ name }) => name)).toEqual([
      'patrols',
      'district_code',
      'note',
      'faceId',
      'cost',
      'gps_track',
      'opinions',
      'id',
      'online_time',
      'sentiment',
    ]);
    expect(denied(names)).toHaveLength(5);
  });

  it('an OpenAPI document', () => {
    const document = {
      openapi: '3.1.0',
      paths: {
        '/api/v1/people/{id}/tracks': {
          get: {
            parameters: [
              { name: 'mood', in: 'query', schema: { type: 'string', enum: ['ideology', 'fine'] } },
            ],
            responses: {
              200: {
                content: {
                  'application/json': {
                    schema: {
                      type: 'object',
                      title: '思想动态',
                      properties: {
                        surface: { type: 'string' },
                        list: { items: { properties: { faceId: {} } } },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    };
    const hits = namesInOpenApi(document).filter(({ name }) => findDenied(name).length > 0);
    expect(hits.map(({ name }) => name).sort()).toEqual(
      ['/api/v1/people/{id}/tracks', 'faceId', 'ideology', 'mood', '思想动态'].sort(),
    );
  });

  it('a model and a schema', () => {
    const text = `
      type Worker = { name: string; 'online-time'?: number };
      interface Visit { mood: string }
      const schema = z.object({ face: z.string(), surface: z.string() });
      const kind = defineRegister({ fields: { religion: { label: 'x' } } });
      const style = { face: 'serif' };`;
    const hits = namesInModels('x.ts', text).filter(({ name }) => findDenied(name).length > 0);
    expect(hits.map(({ name }) => name)).toEqual(['online-time', 'mood', 'face', 'religion']);
  });
});
