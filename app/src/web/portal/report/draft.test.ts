import { describe, expect, it } from 'vitest';
import type { ReportCategory } from '../../capture/categories.ts';
import { cleanCode, codeFromHash } from '../follow/follow-key.ts';
import { stateKey } from '../follow/followed.ts';
import { portalMessages } from '../messages.ts';
import { type Draft, filingOf, followUpDraft, readPhone } from './draft.ts';
import { spokenCode } from './receipt.ts';

const lamp: ReportCategory = {
  code: 'streetlight',
  label: '路灯',
  group: '公用设施',
  kinds: ['incident'],
  publicThing: true,
};
const draft: Draft = {
  commandId: '0198a000-0000-7000-8000-000000000001',
  photos: [
    { key: 'a', thumb: '', state: 'done', fraction: 1, ref: 'file.claim' },
    { key: 'b', thumb: '', state: 'failed', fraction: 0 },
  ],
  text: '  路灯不亮 ',
  category: 'streetlight',
  place: {
    source: 'gps',
    point: { lng: 120.39, lat: 36.31 },
    areaId: null,
    address: '香樟路 12 号',
    areas: [],
    inside: true,
    converted: false,
  },
  detail: '3 号楼门口',
  name: '',
  phone: '',
  channel: 'portal',
};

describe('filing of a draft', () => {
  it('sends the place, the words and only photos that arrived', () => {
    expect(filingOf(draft, [lamp])).toEqual({
      commandId: draft.commandId,
      kind: 'incident',
      category: 'streetlight',
      text: '路灯不亮',
      point: { lng: 120.39, lat: 36.31 },
      address: '香樟路 12 号 3 号楼门口',
      photos: ['file.claim'],
      channel: 'portal',
    });
  });
  it('names no reporter when nothing was left, and no category when unsure', () => {
    const filing = filingOf({ ...draft, category: 'unsure', photos: [] }, [lamp]);
    expect(filing).not.toHaveProperty('reporter');
    expect(filing).not.toHaveProperty('category');
    expect(filing).not.toHaveProperty('photos');
    expect(filing.kind).toBe('incident');
  });
  it('takes a phone as people write it', () => {
    expect(filingOf({ ...draft, phone: '+86 138-0013 8000' }, []).reporter).toEqual({
      phone: '13800138000',
      wantsReply: true,
    });
    expect(readPhone('0532-8788 1234')).toBe('053287881234');
    for (const wrong of ['', '12345', '23800138000', '1380013800a']) expect(readPhone(wrong)).toBeUndefined();
  });
  it('uses the area of a printed code when there is no point', () => {
    const place = {
      ...draft.place,
      source: 'code',
      point: null,
      areaId: 'area',
      address: '',
    } as Draft['place'];
    expect(filingOf({ ...draft, place, detail: '' }, [])).toMatchObject({ areaId: 'area' });
  });
});

describe('a report that follows up an earlier one', () => {
  const key = { code: 'K7M2P9QX4R', phoneTail: '5678' };
  const earlier = { number: '20260715-00000001', areaId: 'area', areaName: '槐树社区', address: '槐树路8号' };
  it('goes to the place of the earlier one as a request, with the key that opens it', () => {
    const begun = followUpDraft(undefined, earlier, key);
    const filing = filingOf({ ...begun, text: '要求赔偿' }, [lamp]);
    expect(filing).toMatchObject({ kind: 'request', areaId: 'area', address: '槐树路8号', followUpOf: key });
    expect(filing).not.toHaveProperty('point');
  });
  it('keeps what was written before, and is an ordinary report once the tie is cut', () => {
    const tied = followUpDraft(draft, earlier, key);
    expect(tied).toMatchObject({
      text: draft.text,
      place: draft.place,
      followUp: { number: earlier.number },
    });
    expect(filingOf({ ...tied, followUp: undefined }, [lamp])).toEqual(filingOf(draft, [lamp]));
  });
});

describe('codes and states', () => {
  it('reads a code typed from paper', () => {
    expect(cleanCode(' k7m2p-9qx4r ')).toBe('K7M2P9QX4R');
    expect(cleanCode('Ｋ７ｍ２')).toBe('K7M2');
    expect(codeFromHash('#K7M2P9QX4R')).toBe('K7M2P9QX4R');
    expect(codeFromHash('#x')).toBe('');
    expect(spokenCode('K7M2P9QX4R')).toBe('K7M2P 9QX4R');
  });
  it('has a sentence for every state in both languages, and the same keys in both', () => {
    const base = {
      holder: { unitId: 'u', unitName: '城管' },
      outcome: { closed: false, solved: 'unknown', confirmed: null, rating: null },
    };
    const states = [
      'reported',
      'filed',
      'dispatched',
      'handling',
      'paused',
      'checking',
      'confirming',
      'closed',
      'declined',
      'withdrawn',
    ];
    for (const code of states) {
      const key = stateKey({ ...base, state: { code, label: '', shape: 'doing' } });
      expect(portalMessages['zh-CN'][key], key).toBeTruthy();
      expect(portalMessages.en[key], key).toBeTruthy();
    }
    expect(stateKey({ ...base, holder: null, state: { code: 'handling', label: '', shape: 'doing' } })).toBe(
      'portal.state.filed',
    );
    expect(Object.keys(portalMessages.en).sort()).toEqual(Object.keys(portalMessages['zh-CN']).sort());
  });
  it('says silence is not satisfaction', () => {
    const outcome = { closed: true, solved: 'yes', confirmed: 'silent', rating: null };
    expect(stateKey({ holder: null, outcome, state: { code: 'closed', label: '', shape: 'done' } })).toBe(
      'portal.state.closed.silent',
    );
  });
});
