// 双指挥长: a member of the street's committee and the secretary of the community stand for a hard case together. They are named by
// post; both acknowledge, may hand over and name a deputy, and the joint acceptance needs the word of both.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command } from '../../../engines/case/kind.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { problem } from '../../../kernel/problem.ts';
import type { CasesWorld } from '../world.ts';
import type { Commands } from './loop-limits.ts';
import type { Work } from './steps.ts';
import { type Commander, type CommanderPost, type WhistleFacts, whistleOf } from './whistle-facts.ts';
import { commander, whistler } from './who-whistles.ts';

const RUNNING = ['calling', 'ready'];
/** Where a commander's post sits. */
const UNIT_KINDS: Readonly<Record<Commander['role'], string>> = {
  street: 'street-office',
  community: 'committee',
};

function refused(code: string, path: string) {
  return problem(`cases.${code}`, {}, [{ path: `form/${path}`, code }]);
}

/** The post, when it may command here; with a role, when it sits where that role sits. */
function postOf(
  state: CaseState,
  id: string,
  path: string,
  world: CasesWorld,
  role?: Commander['role'],
): CommanderPost {
  const post = world.posts
    .get('command')
    ?.find((one) => one.id === id && state.areaPath.startsWith(one.areaPath));
  if (!post || post.unitId === state.subjectUnit) throw refused('commander-unknown', path);
  if (role && world.catalogue.units.get(post.unitId)?.kind !== UNIT_KINDS[role])
    throw refused(`commander-${role}`, path);
  return { post: post.id, title: post.title };
}

/** The commander of whose part this person is the post, or the deputy's. */
function partOf(
  facts: WhistleFacts,
  actor: Actor,
  fits: (one: Commander) => boolean,
  deputies: boolean,
): Commander | undefined {
  if (actor.kind !== 'staff') return undefined;
  const mine = new Set(actor.posts.map((post) => post.postId));
  return facts.commanders.find(
    (one) =>
      fits(one) && (mine.has(one.post) || (deputies && one.deputy !== null && mine.has(one.deputy.post))),
  );
}

function replace(draft: CaseState, part: Commander, by: Partial<Commander>): void {
  const facts = whistleOf(draft);
  const commanders = facts.commanders.map((one) => (one.role === part.role ? { ...one, ...by } : one));
  requireApart(commanders);
  draft.facts['whistle'] = { ...facts, commanders };
}

/** Two people at least: no post stands in two places. */
function requireApart(commanders: readonly Commander[]): void {
  const posts = commanders.flatMap((one) => [one.post, ...(one.deputy ? [one.deputy.post] : [])]);
  if (new Set(posts).size !== posts.length) throw refused('commander-twice', 'post');
}

/** Whose word is missing before the joint acceptance. */
export function wordsMissing(facts: WhistleFacts): { code: string; who: string } | undefined {
  if (facts.commanders.length === 0)
    return facts.type === 'hard' ? { code: 'cases.commanders-missing', who: '' } : undefined;
  const silent = facts.commanders.filter((one) => one.ackAt === null || one.word === null);
  return silent.length === 0
    ? undefined
    : { code: 'cases.commanders-silent', who: silent.map((one) => one.title).join('、') };
}

function ask(draft: CaseState, work: Work): void {
  work.notice({
    key: 'notice.commander-named',
    to: 'area',
    duty: 'command',
    path: draft.areaPath,
    urgency: 'now',
  });
  work.notice({ key: 'notice.commander-named', to: 'owner-unit', duty: 'command', urgency: 'now' });
}

export function commanderCommands(): Commands {
  return {
    'name-commanders': command({
      from: RUNNING,
      to: [],
      who: [whistler],
      form: {
        street: field.post.required({ source: 'command' }),
        community: field.post.required({ source: 'command' }),
        note: field.textarea.optional({ max: 500 }),
      },
      undoable: true,
      unless: (state) => (whistleOf(state).commanders.length > 0 ? 'cases.commanders-named' : undefined),
      apply(draft, form, work) {
        const named = (role: Commander['role']): Commander => ({
          role,
          ...postOf(draft, form[role], role, work.world, role),
          ackAt: null,
          deputy: null,
          word: null,
        });
        const commanders = [named('street'), named('community')];
        draft.facts['whistle'] = { ...whistleOf(draft), commanders };
        ask(draft, work);
      },
    }),
    'acknowledge-command': command({
      from: RUNNING,
      to: [],
      who: [commander],
      form: { note: field.textarea.optional({ max: 500 }) },
      primary: true,
      undoable: true,
      stale: 'commutes',
      unless: (state, actor) =>
        partOf(whistleOf(state), actor, (one) => one.ackAt === null, false)
          ? undefined
          : 'cases.commander-not-you',
      apply(draft, _form, work) {
        const part = partOf(whistleOf(draft), work.actor, (one) => one.ackAt === null, false);
        if (part) replace(draft, part, { ackAt: work.at });
      },
    }),
    'hand-over-command': command({
      from: RUNNING,
      to: [],
      who: [commander],
      form: {
        post: field.post.required({ source: 'command' }),
        note: field.textarea.required({ max: 500, min: 5 }),
      },
      undoable: true,
      unless: mustCommand,
      apply(draft, form, work) {
        const part = partOf(whistleOf(draft), work.actor, () => true, false);
        if (!part) return;
        const next = postOf(draft, form.post, 'post', work.world, part.role);
        if (next.post === part.post) throw refused('commander-twice', 'post');
        // The successor takes it over by acknowledging; what the predecessor said goes with the predecessor.
        replace(draft, part, { ...next, ackAt: null, deputy: null, word: null });
        ask(draft, work);
      },
    }),
    'name-deputy': command({
      from: RUNNING,
      to: [],
      who: [commander],
      form: {
        post: field.post.required({ source: 'command' }),
        note: field.textarea.optional({ max: 500 }),
      },
      undoable: true,
      unless: mustCommand,
      apply(draft, form, work) {
        const part = partOf(whistleOf(draft), work.actor, () => true, false);
        if (part) replace(draft, part, { deputy: postOf(draft, form.post, 'post', work.world) });
      },
    }),
    'commander-word': command({
      from: ['ready'],
      to: [],
      who: [commander],
      form: { note: field.textarea.required({ max: 500, min: 2 }) },
      primary: true,
      undoable: true,
      stale: 'commutes',
      unless(state, actor) {
        const facts = whistleOf(state);
        if (!partOf(facts, actor, () => true, true)) return 'cases.commander-not-you';
        return partOf(facts, actor, (one) => one.ackAt !== null && one.word === null, true)
          ? undefined
          : 'cases.commander-word-given';
      },
      apply(draft, form, work) {
        const facts = whistleOf(draft);
        const part = partOf(facts, work.actor, (one) => one.ackAt !== null && one.word === null, true);
        if (!part || work.actor.kind !== 'staff') return;
        const mine = work.actor.posts.find(
          (post) => post.postId === part.post || post.postId === part.deputy?.post,
        );
        replace(draft, part, { word: { at: work.at, note: form.note, by: mine?.title ?? part.title } });
      },
    }),
  };
}

function mustCommand(state: CaseState, actor: Actor): string | undefined {
  return partOf(whistleOf(state), actor, () => true, false) ? undefined : 'cases.commander-not-you';
}
