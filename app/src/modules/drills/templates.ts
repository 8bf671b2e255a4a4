// What a new drill begins with: the words of its scenario, and the posts that hold the duties there today.
import { civilDate } from '../../kernel/clock.ts';
import type { DrillScenario } from '../../kernel/emergency.ts';
import type { Tx } from '../../platform/db/db.ts';
import { selectPosts } from '../org/public.ts';
import type { Asking, DrillsParts } from './parts.ts';
import { presetScripts } from './preset-scripts.ts';
import { areaOf, staffOf } from './service.ts';

const MOST_LINES = 60;

export async function templateOf(
  parts: DrillsParts,
  tx: Tx,
  asking: Asking,
  query: { areaId: string; scenario: DrillScenario },
) {
  const area = await areaOf(parts, staffOf(asking).district, query.areaId);
  const date = civilDate(parts.now());
  const filled = (post: { holder: unknown; acting: unknown }) => post.holder !== null || post.acting !== null;
  const within = (await selectPosts(tx, date, { within: area.path })).filter(filled);
  const above = (await selectPosts(tx, date, { above: area.path })).filter(filled);
  const preset = presetScripts[query.scenario];
  const missing: number[] = [];
  const script = preset.lines.flatMap(({ duty, level, each, ...line }) => {
    const fits = (post: (typeof within)[number]) =>
      post.duties.includes(duty) && (level === undefined || post.areaLevel === level);
    const here = within.filter(fits).sort((a, b) => a.areaPath.length - b.areaPath.length);
    // Posts come deepest first: the first above is the nearest.
    const chosen = here.length > 0 ? (each ? here : here.slice(0, 1)) : above.filter(fits).slice(0, 1);
    if (chosen.length === 0) missing.push(line.minute);
    return chosen.map((post) => ({ ...line, postId: post.id }));
  });
  const posts = [...within, ...above.filter((post) => !within.some((one) => one.id === post.id))];
  return {
    area: { id: area.id, name: area.name },
    title: `${area.name}${preset.title}`,
    aim: preset.aim,
    script: script.slice(0, MOST_LINES),
    /** Minutes of lines for which nobody stands: the planner names a post. */
    missing,
    posts: posts
      .slice(0, 500)
      .map(({ id, title, unitName, areaName }) => ({ id, title, unitName, areaName })),
  };
}
