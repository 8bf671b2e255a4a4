// Suggested categories: a model learnt from closed cases once a day, handed to phones.
import type { ModuleDefinition } from '../../platform/module.ts';
import { learnCategories, type SuggestionsParts } from './learn.ts';
import { suggestionRoutes } from './routes.ts';

const HOUR_SECONDS = 3600;

export function createSuggestionsModule(parts: SuggestionsParts): ModuleDefinition {
  return {
    name: 'suggestions',
    routes: suggestionRoutes(),
    jobs: [
      {
        name: 'learn-categories',
        everySeconds: HOUR_SECONDS,
        async run() {
          for (const district of await parts.districts()) await learnCategories(parts, district);
        },
      },
    ],
  };
}
