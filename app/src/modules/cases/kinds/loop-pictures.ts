// 公开照片: which pictures of a case everybody may see. None is public by itself: somebody of the case looks at each first, because a
// photo may show a face, a plate or the inside of a home. Taking it back works the same way, by leaving it out.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command } from '../../../engines/case/kind.ts';
import { problem } from '../../../kernel/problem.ts';
import type { Commands } from './loop-limits.ts';
import { dispatcher, intake, verifier } from './who.ts';
import '../problems.ts';

/** The pictures that were looked at and found to show nobody, the latest answer. */
export function shownPictures(state: Pick<CaseState, 'facts'>): string[] {
  return (state.facts['shown'] as string[] | undefined) ?? [];
}

export function pictureCommands(states: readonly string[]): Commands {
  return {
    'show-pictures': command({
      from: states,
      to: [],
      who: [dispatcher, intake, verifier],
      rare: true,
      form: { shown: field.offered.optional({ source: 'case-pictures', max: 50 }) },
      stale: 'commutes',
      unless(state, _actor, world) {
        if (!world.catalogue.categories.get(state.category)?.publicThing) return 'cases.pictures-not-public';
        return state.facts.photos.length > 0 ? undefined : 'cases.pictures-none';
      },
      apply(draft, form) {
        const chosen = form.shown ?? [];
        const known = draft.facts.photos.map((photo) => photo.fileId);
        if (chosen.some((fileId) => !known.includes(fileId)))
          throw problem('cases.picture-unknown', {}, [{ path: 'form/shown', code: 'picture-unknown' }]);
        draft.facts['shown'] = known.filter((fileId) => chosen.includes(fileId));
      },
    }),
  };
}
