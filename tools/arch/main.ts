// `npm run arch`: prints what breaks the house rules, one line each, and fails when anything does.
import { fileURLToPath } from 'node:url';
import { belowFloor, checkArchitecture, formatFinding } from './check.ts';
import { readTree } from './tree.ts';

const { findings, seen } = checkArchitecture(readTree(fileURLToPath(new URL('../..', import.meta.url))));
const short = belowFloor(seen);
for (const finding of findings) console.log(formatFinding(finding));
for (const line of short) console.log(`floor: ${line}`);
const counts = `${seen.files} files, ${seen.core} in core, ${seen.engines.length} engines, ${seen.modules.length} modules`;
console.log(`architecture: ${findings.length} findings (${counts})`);
process.exitCode = findings.length + short.length > 0 ? 1 : 0;
