// Words of all pages: Chinese and English have the same keys and the same parameters, no key is said twice, and every key that the
// source names exists.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { captureMessages } from '../capture/messages.ts';
import { shellMessages } from '../console/messages.ts';
import { adminMessages } from '../console/messages-admin.ts';
import { admissionMessages } from '../console/messages-admission.ts';
import { appraisalMessages } from '../console/messages-appraisal.ts';
import { boardMessages } from '../console/messages-board.ts';
import { callsConsoleMessages } from '../console/messages-calls.ts';
import { caseMessages } from '../console/messages-case.ts';
import { changeMessages } from '../console/messages-change.ts';
import { drillConsoleMessages } from '../console/messages-drills.ts';
import { emergencyConsoleMessages } from '../console/messages-emergency.ts';
import { incidentMessages } from '../console/messages-incident.ts';
import { keysMessages } from '../console/messages-keys.ts';
import { levelMessages } from '../console/messages-levels.ts';
import { ordersMessages } from '../console/messages-orders.ts';
import { patrolConsoleMessages } from '../console/messages-patrol.ts';
import { placeKindMessages } from '../console/messages-place-kinds.ts';
import { planningMessages } from '../console/messages-planning.ts';
import { planningCircleMessages } from '../console/messages-planning-circle.ts';
import { planningWalkMessages } from '../console/messages-planning-walk.ts';
import { preparednessConsoleMessages } from '../console/messages-preparedness.ts';
import { readinessConsoleMessages } from '../console/messages-readiness.ts';
import { registerCareMessages } from '../console/messages-register-care.ts';
import { registersMessages } from '../console/messages-registers.ts';
import { reportsMessages } from '../console/messages-reports.ts';
import { serviceMessages } from '../console/messages-service.ts';
import { stockConsoleMessages } from '../console/messages-stocks.ts';
import { stressConsoleMessages } from '../console/messages-stress.ts';
import { stressStoryMessages } from '../console/messages-stress-story.ts';
import { teamConsoleMessages } from '../console/messages-teams.ts';
import { transfersConsoleMessages } from '../console/messages-transfers.ts';
import { warningConsoleMessages } from '../console/messages-warnings.ts';
import { whistleMessages } from '../console/messages-whistle.ts';
import { fieldMessages } from '../field/messages.ts';
import { flagMessages } from '../field/messages-admission.ts';
import { fieldEmergencyMessages } from '../field/messages-emergency.ts';
import { offlineMessages } from '../field/messages-offline.ts';
import { transferFieldMessages } from '../field/messages-transfers.ts';
import { loginMessages } from '../login/messages.ts';
import { patrolMessages } from '../patrol/messages.ts';
import { portalMessages } from '../portal/messages.ts';
import { portalCallMessages } from '../portal/messages-call.ts';
import { portalNearbyMessages } from '../portal/messages-nearby.ts';
import { portalNeedMessages } from '../portal/messages-need.ts';
import { portalServiceMessages } from '../portal/messages-service.ts';
import { rhythmMessages } from '../rhythm/messages.ts';
import { visitMessages } from '../visits/messages.ts';
import type { WebMessages } from './i18n.tsx';
import { mapMessages } from './map/messages.ts';
import { kitMessages } from './messages.ts';

const web = fileURLToPath(new URL('..', import.meta.url));
const files: Record<string, WebMessages> = {
  kitMessages,
  shellMessages,
  emergencyConsoleMessages,
  teamConsoleMessages,
  incidentMessages,
  levelMessages,
  boardMessages,
  preparednessConsoleMessages,
  stockConsoleMessages,
  warningConsoleMessages,
  transfersConsoleMessages,
  callsConsoleMessages,
  caseMessages,
  adminMessages,
  whistleMessages,
  changeMessages,
  rhythmMessages,
  serviceMessages,
  visitMessages,
  patrolMessages,
  patrolConsoleMessages,
  ordersMessages,
  keysMessages,
  appraisalMessages,
  registersMessages,
  registerCareMessages,
  planningMessages,
  planningCircleMessages,
  planningWalkMessages,
  placeKindMessages,
  admissionMessages,
  reportsMessages,
  loginMessages,
  captureMessages,
  fieldMessages,
  flagMessages,
  offlineMessages,
  fieldEmergencyMessages,
  transferFieldMessages,
  portalMessages,
  portalServiceMessages,
  portalCallMessages,
  portalNearbyMessages,
  portalNeedMessages,
  mapMessages,
};
const paramsOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();

function sourcesOf(folder: string): { path: string; text: string }[] {
  return readdirSync(join(web, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/(messages|\.test\.)/.test(name) && !name.startsWith('map'))
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(web, folder, name), 'utf8') }));
}

describe.each(Object.entries(files))('%s', (_name, messages) => {
  test('both languages have the same keys with the same parameters', () => {
    expect(Object.keys(messages.en).sort()).toEqual(Object.keys(messages['zh-CN']).sort());
    for (const [key, words] of Object.entries(messages['zh-CN'])) {
      expect({ key, params: [...new Set(paramsOf(messages.en[key] ?? ''))] }).toEqual({
        key,
        params: [...new Set(paramsOf(words))],
      });
    }
  });

  test('the Chinese words are Chinese', () => {
    for (const [key, words] of Object.entries(messages['zh-CN'])) {
      if (key === 'kit.languageEn' || /^[\d{}\p{P}]*$/u.test(words)) continue;
      expect({ key, words, chinese: /\p{Script=Han}|\{/u.test(words) }).toEqual({
        key,
        words,
        chinese: true,
      });
    }
  });
});

test('no key is defined in two files', () => {
  const seen = new Map<string, string>();
  for (const [name, messages] of Object.entries(files)) {
    for (const key of Object.keys(messages['zh-CN'])) {
      expect({ key, before: seen.get(key) }).toEqual({ key, before: undefined });
      seen.set(key, name);
    }
  }
});

test.each([
  [
    'console',
    ['kit', 'console', 'rhythm', 'visits', 'patrol'],
    [
      kitMessages,
      shellMessages,
      emergencyConsoleMessages,
      levelMessages,
      teamConsoleMessages,
      incidentMessages,
      boardMessages,
      preparednessConsoleMessages,
      drillConsoleMessages,
      readinessConsoleMessages,
      stockConsoleMessages,
      stressConsoleMessages,
      stressStoryMessages,
      warningConsoleMessages,
      transfersConsoleMessages,
      callsConsoleMessages,
      caseMessages,
      adminMessages,
      changeMessages,
      rhythmMessages,
      serviceMessages,
      visitMessages,
      patrolMessages,
      patrolConsoleMessages,
      ordersMessages,
      keysMessages,
      appraisalMessages,
      registersMessages,
      registerCareMessages,
      planningMessages,
      planningCircleMessages,
      planningWalkMessages,
      placeKindMessages,
      admissionMessages,
      reportsMessages,
      whistleMessages,
    ],
  ],
  ['login', ['login'], [kitMessages, loginMessages]],
  [
    'portal',
    ['kit', 'capture', 'portal'],
    [
      kitMessages,
      captureMessages,
      portalMessages,
      portalCallMessages,
      portalNearbyMessages,
      portalNeedMessages,
      portalServiceMessages,
    ],
  ],
  [
    'field',
    ['kit', 'capture', 'field', 'rhythm', 'visits', 'patrol'],
    [
      kitMessages,
      captureMessages,
      fieldMessages,
      flagMessages,
      offlineMessages,
      fieldEmergencyMessages,
      transferFieldMessages,
      rhythmMessages,
      visitMessages,
      patrolMessages,
    ],
  ],
  ['map', ['kit/map'], [mapMessages]],
] as const)('every key that the %s names has words', (_shell, folders, messages) => {
  const known = new Set(messages.flatMap((file) => Object.keys(file['zh-CN'])));
  const sources = folders.flatMap((folder) => sourcesOf(folder));
  expect(sources.length).toBeGreaterThan(0);
  const missing: string[] = [];
  // A key that is put together has at least one end.
  const begins = (start: string) => [...known].some((key) => key.startsWith(start));
  let looked = 0;
  for (const { path, text } of sources) {
    for (const found of text.matchAll(/\bt\(\s*'([\w.-]+)'/g)) {
      looked += 1;
      if (!known.has(found[1] as string)) missing.push(`${path}: ${found[1]}`);
    }
    for (const found of text.matchAll(/\bt\(\s*`([\w.-]+)\$\{/g)) {
      if (!begins(found[1] as string)) missing.push(`${path}: ${found[1]}…`);
    }
  }
  expect(looked).toBeGreaterThan(10);
  expect(missing).toEqual([]);
});
