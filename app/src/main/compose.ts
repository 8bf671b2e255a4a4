// Puts the product together: the only place that knows every module and wires one into the other.

import { rewritePaths } from '../engines/case/case-store.ts';
import type { FormHistory } from '../engines/case/form-history.ts';
import { rehomeEscalations } from '../engines/case/rehome.ts';
import { factsNamed, listFacts } from '../engines/register/facts.ts';
import { followPaths, followReplacement as followRecords } from '../engines/register/follow.ts';
import { registerMessages } from '../engines/register/messages.ts';
import type { RegisterParts } from '../engines/register/parts.ts';
import { registerJobs } from '../engines/register/retention.ts';
import { rotationJobs } from '../engines/register/rotation.ts';
import { registerRoutes } from '../engines/register/routes.ts';
import { createVault } from '../engines/register/vault.ts';
import { createFactCatalogue, type Fact } from '../engines/report/facts.ts';
import { forgetHooks, onPathChanged, onReplaced } from '../engines/tree/hooks.ts';
import { treeMessages } from '../engines/tree/messages.ts';
import { findNode, listNodes } from '../engines/tree/tree.ts';
import { civilDate } from '../kernel/clock.ts';
import { problem } from '../kernel/problem.ts';
import { admissionMessages } from '../modules/admission/messages.ts';
import { createAdmissionModule } from '../modules/admission/module.ts';
import { type AdmissionParts, followReplacement as followAdmission } from '../modules/admission/public.ts';
import { appraisalMessages } from '../modules/appraisal/messages.ts';
import { caseFactMessages } from '../modules/appraisal/messages-facts.ts';
import { createAppraisalModule } from '../modules/appraisal/module.ts';
import {
  type AppraisalParts,
  caseFacts,
  followReplacement as followCounted,
  keepOutcome,
  rewritePaths as rewriteCounted,
  seenCounts,
} from '../modules/appraisal/public.ts';
import { canReadCaseFile } from '../modules/cases/files.ts';
import { hardCaseMessages } from '../modules/cases/hard-case-messages.ts';
import { caseMessages } from '../modules/cases/messages.ts';
import { callOutMessages } from '../modules/cases/messages-call-out.ts';
import { closureMessages } from '../modules/cases/messages-closure.ts';
import { disputeMessages } from '../modules/cases/messages-dispute.ts';
import { emergencyCaseMessages } from '../modules/cases/messages-emergency.ts';
import { caseFieldMessages } from '../modules/cases/messages-fields.ts';
import { hazardMessages } from '../modules/cases/messages-hazards.ts';
import { helpCallMessages } from '../modules/cases/messages-help-call.ts';
import { needMessages } from '../modules/cases/messages-need.ts';
import { practiceMessages } from '../modules/cases/messages-practice.ts';
import { riskReportMessages } from '../modules/cases/messages-risk.ts';
import { supervisionMessages } from '../modules/cases/messages-supervision.ts';
import { transferMessages } from '../modules/cases/messages-transfer.ts';
import { createCases } from '../modules/cases/module.ts';
import {
  countOpenWork,
  factsWithSuccessors,
  fileCase,
  listOpenPoints,
  listOpenWork,
  rowsOf,
} from '../modules/cases/public.ts';
import { catalogueMessages } from '../modules/catalogue/messages.ts';
import { createCatalogueReader, listItemsNaming, proposeRuling } from '../modules/catalogue/public.ts';
import { catalogueRoutes } from '../modules/catalogue/routes.ts';
import { demoUsersOf } from '../modules/demo/users.ts';
import { featureMessages, featureRoutes } from '../modules/features/public.ts';
import { identityMessages } from '../modules/identity/messages.ts';
import { createIdentityModule } from '../modules/identity/module.ts';
import { keyMessages } from '../modules/keys/messages.ts';
import { authenticateKey } from '../modules/keys/public.ts';
import { keyRoutes } from '../modules/keys/routes.ts';
import { open311Messages, open311Refusal, open311Routes } from '../modules/open311/public.ts';
import { ordersMessages } from '../modules/orders/messages.ts';
import { createOrdersModule } from '../modules/orders/module.ts';
import type { OrdersParts } from '../modules/orders/parts.ts';
import { followReplacement as followSources } from '../modules/orders/store.ts';
import { describeMe, holdersNear } from '../modules/org/actors.ts';
import { changeMessages } from '../modules/org/change/messages.ts';
import { createTerritory, readOrgFacts } from '../modules/org/facts.ts';
import { orgMessages } from '../modules/org/messages.ts';
import { orgFactMessages } from '../modules/org/messages-facts.ts';
import { createOrgModule } from '../modules/org/module.ts';
import {
  areaSource,
  type ChangeParts,
  orgFacts,
  planChange,
  previewChange,
  resolveActorAt,
  selectPosts,
} from '../modules/org/public.ts';
import { patrolMessages } from '../modules/patrol/messages.ts';
import { patrolFacts } from '../modules/patrol/public.ts';
import { patrolRoutes } from '../modules/patrol/routes.ts';
import { placesMessages } from '../modules/places/messages.ts';
import { createPlacesModule } from '../modules/places/module.ts';
import { addressAt, listBuildings, listPlacesIn, movePlaces } from '../modules/places/public.ts';
import { planningMessages } from '../modules/planning/messages.ts';
import { createPlanningModule } from '../modules/planning/module.ts';
import { stressMessages } from '../modules/planning/stress/messages.ts';
import { policyMessages } from '../modules/policies/messages.ts';
import { policyRoutes } from '../modules/policies/routes.ts';
import { registerFactMessages, registerFacts, registers } from '../modules/registers/public.ts';
import { reportMessages } from '../modules/reports/messages.ts';
import { countMade, listMade, type ReportsParts } from '../modules/reports/public.ts';
import { reportRoutes } from '../modules/reports/routes.ts';
import { followReplacement as followHandovers } from '../modules/rhythm/handover-store.ts';
import { rhythmMessages } from '../modules/rhythm/messages.ts';
import { rhythmRoutes } from '../modules/rhythm/routes.ts';
import { createSuggestionsModule } from '../modules/suggestions/module.ts';
import { createHandInKey } from '../modules/sync/hand-in-key.ts';
import { syncMessages } from '../modules/sync/messages.ts';
import { syncJobs, syncRoutes } from '../modules/sync/routes.ts';
import { createSealedKeys } from '../modules/sync/sealed-keys.ts';
import { visitMessages } from '../modules/visits/messages.ts';
import { visitRoutes } from '../modules/visits/routes.ts';
import { type VisitParts, visitLines } from '../modules/visits/service.ts';
import { followReplacement as followVisits } from '../modules/visits/store.ts';
import { webhookMessages } from '../modules/webhooks/messages.ts';
import { createWebhooksModule } from '../modules/webhooks/module.ts';
import type { WebhooksParts } from '../modules/webhooks/parts.ts';
import { auditJobs } from '../platform/audit/audit.ts';
import { pruneSignIn } from '../platform/auth/accounts.ts';
import { SESSION_DEFAULTS } from '../platform/auth/sessions.ts';
import { systemClock } from '../platform/clock.ts';
import { scopeOf, type Tx } from '../platform/db/db.ts';
import { createFileRoutes, fileJobs } from '../platform/files/file-routes.ts';
import { claimFiles } from '../platform/files/files.ts';
import { createUploadRoutes, uploadJobs } from '../platform/files/upload-routes.ts';
import { postOutbound } from '../platform/http/outbound.ts';
import { postOutside } from '../platform/http/outside.ts';
import type { Route } from '../platform/http/route.ts';
import { labelMessages } from '../platform/i18n/label-messages.ts';
import type { MessageFile } from '../platform/i18n/messages.ts';
import { platformMessages } from '../platform/i18n/platform-messages.ts';
import { createEventStreams } from '../platform/jobs/event-routes.ts';
import type { JobDefinition } from '../platform/jobs/jobs.ts';
import { createNoticeRoutes, noticeJobs } from '../platform/notify/notice-routes.ts';
import { composeEmergency, countPeople, emergencyMessages } from './emergency.ts';
import { createPatrolParts, followPatrols } from './patrol.ts';
import type { BuiltPlatform } from './platform.ts';

/** The words of the whole product. */
export const allMessages: readonly MessageFile[] = [
  platformMessages,
  labelMessages,
  treeMessages,
  identityMessages,
  orgMessages,
  changeMessages,
  placesMessages,
  catalogueMessages,
  caseMessages,
  hardCaseMessages,
  policyMessages,
  rhythmMessages,
  visitMessages,
  patrolMessages,
  ordersMessages,
  supervisionMessages,
  disputeMessages,
  hazardMessages,
  appraisalMessages,
  caseFieldMessages,
  emergencyCaseMessages,
  transferMessages,
  closureMessages,
  needMessages,
  practiceMessages,
  riskReportMessages,
  helpCallMessages,
  callOutMessages,
  syncMessages,
  keyMessages,
  open311Messages,
  featureMessages,
  webhookMessages,
  planningMessages,
  stressMessages,
  admissionMessages,
  reportMessages,
  orgFactMessages,
  caseFactMessages,
  registerMessages,
  registerFactMessages,
  ...emergencyMessages,
];

/** What the district knows already: every module's facts. */
const allFacts = (parts: Parameters<typeof registerFacts>[0]): readonly Fact[] => [
  ...orgFacts,
  ...caseFacts,
  ...patrolFacts,
  ...registerFacts(parts),
];

export type Product = ReturnType<typeof compose>;

/** What a test sets in place of the world outside. */
export type ComposeParts = {
  send?: OrdersParts['send'];
  /** What earlier releases called the fields of forms. */
  formHistory?: FormHistory;
  /** What the district knows already. */
  facts?: readonly Fact[];
};

export function compose(platform: BuiltPlatform, replaced: ComposeParts = {}) {
  const { db, clock } = platform;
  const territory = createTerritory({ db, clock });
  const catalogue = createCatalogueReader({ db, clock, orgFacts: (tx) => readOrgFacts(tx, clock.now()) });
  const system = (district: string, reason: string) => scopeOf({ kind: 'system', district, reason });

  const postsNear = (tx: Tx, duty: string, areaPath: string) =>
    holdersNear(tx, { duty, areaPath, now: clock.now() });

  /** An account whose access may have ended, and who it was at an instant. */
  const formerOf = (accountId: string, district: string) =>
    db.read(system(district, 'former account'), async (tx) => {
      const account = await findFormer(tx, accountId);
      return (
        account && {
          endedAt: account.disabled_at,
          at: (instant: number) =>
            db.read(system(district, 'former account'), (apart) =>
              resolveActorAt(apart, { accountId, personId: account.person_id }, instant),
            ),
        }
      );
    });

  const cases = createCases({
    db,
    clock,
    events: platform.events,
    notify: platform.notify,
    messages: platform.messages,
    ids: platform.ids,
    now: () => clock.now(),
    log: platform.log,
    catalogue,
    formHistory: replaced.formHistory,
    actorOf: async (accountId, district, at) => {
      const former = await formerOf(accountId, district);
      if (former && former.endedAt !== null) return at < former.endedAt ? former.at(at) : undefined;
      return db.read(system(district, 'held command'), async (tx) => {
        const account = await findAccount(tx, accountId);
        return account && platform.actorOf(tx, account);
      });
    },
    districts: () => listDistricts(platform),
    kept: keepOutcome,
    ports: {
      locate: territory.locate,
      areaChain: territory.chain,
      addressAt: (district, lng, lat) =>
        db.read(system(district, 'address'), async (tx) => {
          const found = await addressAt(platform, tx, { lng, lat }, platform.messages, 'zh-CN');
          return found.address ?? '';
        }),
      holdersNear: postsNear,
      claimFiles: (tx, references) => claimFiles(tx, references, clock.now()),
      async proposeDutyItem(tx, ruling) {
        const facts = await catalogue.facts(tx.scope.district);
        await proposeRuling(tx, { ids: platform.ids, now: clock.now(), catalogue: facts.catalogue }, ruling);
      },
      filedCounts: (tx, asked) => seenCounts(tx, clock.now(), asked),
      followKey: platform.crypto.mac('follow-key', 'v1'),
    },
  });
  forgetHooks();
  // A redrawn territory carries the paths of its cases along, in the same transaction.
  onPathChanged('cases', async (tx, change) => {
    if (change.tree !== 'area') return;
    await rewritePaths(tx, change.oldPath, change.newPath);
    const cause = { nextId: () => platform.ids.next(), at: clock.now(), label: 'org-change', changeId: null };
    await rehomeEscalations(tx, change, cause);
  });

  const ordersParts: OrdersParts = {
    db,
    ids: platform.ids,
    crypto: platform.crypto,
    messages: platform.messages,
    notify: platform.notify,
    now: () => clock.now(),
    cases: cases.parts,
    areas: (district) =>
      db.read(system(district, 'areas'), async (tx) =>
        (await listNodes(tx, 'area', {})).map(({ id, name, level, path }) => ({ id, name, level, path })),
      ),
    districts: () => listDistricts(platform),
    send: replaced.send ?? postOutbound,
  };
  const orders = createOrdersModule(ordersParts);
  onPathChanged('appraisal', async (tx, change) => {
    if (change.tree === 'area') await rewriteCounted(tx, change.oldPath, change.newPath, clock.now());
  });
  // Areas, units and posts that became others: whoever keeps their ids for work still to be done follows.
  onReplaced('visits', followVisits);
  onReplaced('patrol', (tx, change) => followPatrols(tx, change, clock.now()));
  onReplaced('rhythm', followHandovers);
  onReplaced('orders', followSources);
  onPathChanged('registers', followPaths(registers));
  onReplaced('registers', followRecords(registers));
  onReplaced('appraisal', (tx, change) => followCounted(tx, change, clock.now()));
  const appraisalParts: AppraisalParts = {
    db,
    messages: platform.messages,
    notify: platform.notify,
    ids: platform.ids,
    now: () => clock.now(),
    world: (district) => cases.engine.world(district),
    holdersNear: postsNear,
    districts: () => listDistricts(platform),
    lotKey: platform.crypto.mac('visit-back', 'v1'),
  };
  const appraisal = createAppraisalModule(appraisalParts);
  onReplaced('admission', (tx, change) => followAdmission(tx, change, civilDate(clock.now())));
  const vault = createVault(platform.fieldCrypto);
  const facts = createFactCatalogue(replaced.facts ?? allFacts({ db, vault }), platform.messages);
  const columns = listFacts(registers);
  const admissionParts: AdmissionParts = {
    db,
    messages: platform.messages,
    notify: platform.notify,
    now: () => clock.now(),
    facts,
    columnsNamed: (label, locale) =>
      factsNamed(columns, label).map((one) => ({
        code: one.code,
        label: `${one.registerLabel[locale]} · ${one.label[locale]}`,
      })),
    generated: { count: countMade, list: listMade },
    calendar: async (district) => (await catalogue.facts(district)).calendar,
    holdersNear: postsNear,
    districts: () => listDistricts(platform),
    async readPhoto(fileId, district) {
      const file = await platform.files.read(fileId, district, 'full');
      if (!file) throw problem('resource.not-found');
      return file;
    },
  };
  const admission = createAdmissionModule(admissionParts);
  const reportsParts: ReportsParts = { db, now: () => clock.now(), facts, files: platform.files };

  const registerParts: RegisterParts = {
    db,
    ids: platform.ids,
    vault,
    messages: platform.messages,
    now: () => clock.now(),
    registers,
    syllables: new Map(),
    subjectKey: platform.crypto.mac('register-subject', 'v1'),
  };

  const common = { db, messages: platform.messages, notify: platform.notify, now: () => clock.now() };
  const emergency = composeEmergency({
    ...common,
    cases: cases.parts,
    districts: () => listDistricts(platform),
    areaChain: territory.chain,
    peopleIn: countPeople,
    registers: registerParts,
    allowInside: platform.env.RENLIN_WARNINGS_INSIDE,
    crypto: platform.crypto,
    ids: platform.ids,
    files: platform.files,
  });

  const streams = createEventStreams(platform.events);
  const identity = createIdentityModule({
    accounts: platform.accounts,
    async describeMe(tx, account) {
      const [district] = await tx.rows<{ code: string; name: string }>(
        'select code, name from districts where code = $1',
        [account.district],
      );
      const posts = account.personId ? (await describeMe(tx, account.personId, clock.now())).posts : [];
      const field =
        posts.some((post) => post.duties.includes('report')) &&
        !posts.some((post) => post.duties.includes('dispatch'));
      return {
        district: district ?? { code: account.district, name: account.district },
        posts,
        home: field ? 'field' : 'console',
      };
    },
    ...(platform.env.RENLIN_DEMO ? { demoUsers: demoUsersOf(clock) } : {}),
  });
  const changes: ChangeParts = {
    db,
    map: { placesIn: listPlacesIn, move: movePlaces },
    dutyItems: listItemsNaming,
    factsAfter: factsWithSuccessors,
    notify: platform.notify,
    changed(district) {
      territory.forget(district);
      catalogue.forget(district);
    },
  };
  const org = createOrgModule({
    listBuildings: (tx) => listBuildings(tx, undefined),
    changes: { ...changes, districts: () => listDistricts(platform) },
  });
  const planning = createPlanningModule({
    db,
    ids: platform.ids,
    now: () => clock.now(),
    stopwatch: systemClock.now,
    blobs: platform.blobs,
    districts: () => listDistricts(platform),
    warn: (error, words) => platform.log.error({ err: error }, words),
    changes: {
      preview: (who, plan) => previewChange(changes, who, plan),
      plan: (who, body) => planChange(changes, who, body),
    },
    openCases: listOpenPoints,
  });
  const places = createPlacesModule({
    version: areaSource.version,
    shapes: async (tx) => (await areaSource.shapes(tx, clock.now())) as never,
  });
  const rhythm = rhythmRoutes({
    ...common,
    areaChain: territory.chain,
    calendar: async (district) => (await catalogue.facts(district)).calendar,
    rows: (asking, states) => rowsOf(cases.parts, asking, states),
    moreLines: (tx, query) => visitLines(platform.messages, tx, query),
  });
  const visitParts: VisitParts = {
    ...common,
    areaChain: territory.chain,
    async fileNeed(asking, need) {
      const filed = await fileCase(
        cases.parts,
        asking,
        {
          commandId: need.commandId,
          kind: 'request',
          text: need.text,
          areaId: need.areaId,
          ...(need.address === undefined ? {} : { address: need.address }),
          channel: 'patrol',
          reporter: {},
        },
        { asked: true },
      );
      return { id: filed.case.id, number: filed.case.number, code: filed.follow?.code ?? '' };
    },
    linkKey: platform.crypto.mac('visit-link', 'v1'),
  };
  const visits = visitRoutes(visitParts);
  const keyOwner = (key: string) =>
    authenticateKey({ db, now: () => clock.now(), actorOf: platform.actorOf }, key);
  const allowInside = platform.env.RENLIN_WEBHOOKS_INSIDE;
  const webhookParts: WebhooksParts = {
    db,
    ids: platform.ids,
    crypto: platform.crypto,
    notify: platform.notify,
    now: () => clock.now(),
    since: (tx, seq, limit) => platform.events.since(tx, seq, limit),
    areaCode: async (tx, areaId) => (await findNode(tx, areaId))?.code ?? null,
    keepers: async (tx) =>
      (await selectPosts(tx, civilDate(clock.now()), { duty: 'manage-security' })).map((post) => post.id),
    districts: () => listDistricts(platform),
    send: (call) => postOutside(call, { allowInside }),
    allowInside,
  };
  const webhooks = createWebhooksModule(webhookParts);
  const suggestionParts = { db, now: () => clock.now(), districts: () => listDistricts(platform) };
  const suggestions = createSuggestionsModule(suggestionParts);
  const patrolParts = createPatrolParts(platform, cases.parts, catalogue.facts, territory.locate);
  const patrol = patrolRoutes(patrolParts);
  const routes: Route[] = [
    ...(identity.routes ?? []),
    ...(org.routes ?? []),
    ...(places.routes ?? []),
    ...catalogueRoutes(catalogue, { groups: countOpenWork, cases: listOpenWork }),
    ...(cases.module.routes ?? []),
    ...rhythm,
    ...policyRoutes(),
    ...visits,
    ...patrol,
    ...(orders.routes ?? []),
    ...(appraisal.routes ?? []),
    ...(admission.routes ?? []),
    ...reportRoutes(reportsParts),
    ...syncRoutes({
      db,
      ids: platform.ids,
      messages: platform.messages,
      cases: cases.parts,
      catalogue,
      patrol: patrolParts,
      preparedness: emergency.parts,
      stocks: emergency.parts,
      registers: registerParts,
      now: () => clock.now(),
      sealedKeys: createSealedKeys(
        (name) => platform.crypto.mac('sealed-work', name),
        () => clock.now(),
      ),
      handInKey: createHandInKey((account) => platform.crypto.macs('hand-in', account)),
      formerOf,
      storeFile: (scope, data) => platform.files.upload(scope, { data, name: '', purpose: 'upload' }),
    }),
    ...keyRoutes(),
    ...open311Routes({
      cases: cases.parts,
      crypto: platform.crypto,
      authenticateKey: keyOwner,
      storeFile: (scope, file) => platform.files.upload(scope, { ...file, purpose: 'upload' }),
    }),
    ...featureRoutes({ db, cases: cases.parts, now: () => clock.now() }),
    ...(webhooks.routes ?? []),
    ...(suggestions.routes ?? []),
    ...(planning.routes ?? []),
    ...emergency.routes,
    ...registerRoutes(registerParts),
    ...createFileRoutes({ files: platform.files, canRead: (ctx, fileId) => canReadCaseFile(ctx, fileId) }),
    ...createUploadRoutes(platform.uploads),
    ...createNoticeRoutes(platform.notify),
    ...streams.routes,
  ];
  const jobs: JobDefinition[] = [
    ...(cases.module.jobs ?? []),
    ...(org.jobs ?? []),
    ...(orders.jobs ?? []),
    ...(appraisal.jobs ?? []),
    ...(admission.jobs ?? []),
    ...(webhooks.jobs ?? []),
    ...(suggestions.jobs ?? []),
    ...(planning.jobs ?? []),
    ...emergency.jobs,
    ...registerJobs(registerParts, () => listDistricts(platform)),
    ...rotationJobs(registerParts, () => listDistricts(platform)),
    ...fileJobs(platform.files),
    ...uploadJobs(platform.uploads),
    ...noticeJobs(platform.notify),
    ...auditJobs,
    ...syncJobs,
    {
      name: 'prune-sign-in',
      everySeconds: 3600,
      run: (running) => pruneSignIn(running.db, running.clock.now(), SESSION_DEFAULTS.idleMs),
    },
  ];
  return {
    routes,
    jobs,
    cases,
    appraisal: appraisalParts,
    admission: admissionParts,
    orders: ordersParts,
    visits: visitParts,
    emergency: emergency.parts,
    reports: reportsParts,
    webhooks: webhookParts,
    suggestions: suggestionParts,
    planning: planning.runner,
    registers: registerParts,
    catalogue,
    territory,
    streams,
    /** What the HTTP server must know of keys and of protocols with a form of their own. */
    doors: { authenticateKey: keyOwner, refusals: [open311Refusal] },
  };
}

async function findAccount(tx: Tx, accountId: string) {
  const [row] = await tx.rows<{ id: string; person_id: string | null; name: string }>(
    'select id, person_id, name from accounts where id = $1 and district_code = $2 and disabled_at is null',
    [accountId, tx.scope.district],
  );
  return row && { accountId: row.id, personId: row.person_id, name: row.name };
}

/** Also a closed one; only accounts of people have posts. */
async function findFormer(tx: Tx, accountId: string) {
  const [row] = await tx.rows<{ person_id: string; disabled_at: number | null }>(
    'select person_id, disabled_at from accounts where id = $1 and district_code = $2 and person_id is not null',
    [accountId, tx.scope.district],
  );
  return row;
}

export async function listDistricts(platform: Pick<BuiltPlatform, 'db'>): Promise<string[]> {
  const rows = await platform.db.read(
    scopeOf({ kind: 'system', district: 'system', reason: 'districts' }),
    (tx) => tx.rows<{ code: string }>('select code from districts order by created_at, code'),
  );
  return rows.map((row) => row.code);
}
