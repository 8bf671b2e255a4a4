// `npm run check:fast`: what can be said without a database or a browser, in about a minute. `npm test` says the rest.
import { artefactSteps, staticSteps, typecheckSteps } from './checks.ts';
import { endWithChildren, runSteps } from './steps.ts';

endWithChildren();
const failed = await runSteps([...staticSteps(), ...typecheckSteps(), ...artefactSteps()]);
console.log(failed.length > 0 ? `\nfailed: ${failed.join(', ')}` : '\nall checks passed');
process.exitCode = failed.length > 0 ? 1 : 0;
