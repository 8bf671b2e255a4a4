// `npm run typecheck`: every tsconfig of the project, with the native compiler.
import { typecheckSteps } from './checks.ts';
import { endWithChildren, runSteps } from './steps.ts';

endWithChildren();
const failed = await runSteps(typecheckSteps());
if (failed.length > 0) console.error(`\nfailed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
