// Short ways to work offline in tests: commands as a phone would send them, phones with a network of a given fate, and what became of it.
import { createRandom } from '@renlin/core/random';
import { bring, fileCase } from '../case-desk.ts';
import { type ApiAnswer, MINUTE, type PersonKey, type TestProduct } from '../product.ts';
import { createPhone, type Fate, type Phone, type Trouble } from './phone.ts';

type Send = {
  name: string;
  form?: Record<string, unknown>;
  base: number;
  id?: string;
  follows?: string[];
};

/** `product` gives the product when it is there: it is made after the tests were declared. */
export function fieldDesk(product: () => TestProduct) {
  function send(person: PersonKey, caseId: string, command: Send): Promise<ApiAnswer> {
    const { name, form = {}, base, id, follows } = command;
    return product().call(person, 'POST', `/api/v1/cases/${caseId}/commands`, {
      body: {
        commandId: id ?? product().ids.next(),
        name,
        baseVersion: base,
        form,
        ...(follows ? { follows } : {}),
      },
    });
  }
  const said = (answer: ApiAnswer) => [answer.status, answer.body.outcome ?? answer.body.code];
  const names = async (caseId: string) =>
    (
      await product().database.owner<{ name: string }>(
        'select name from case_steps where case_id = $1 order by version',
        [caseId],
      )
    ).map((step) => step.name);
  const heldOf = (caseId: string) =>
    product().database.owner('select from case_held where case_id = $1', [caseId]);
  const runHeldJob = () =>
    product()
      .product.jobs.find((job) => job.name === 'case-held')
      ?.run(product().platform, {});
  /** A case that urban management has on its desk, at version 3. */
  async function dispatched(): Promise<string> {
    const { id } = await fileCase(product(), null);
    await bring(product(), id, 'dispatched');
    return id;
  }
  const chain = () => ({
    sign: product().ids.next(),
    note: product().ids.next(),
    finish: product().ids.next(),
  });

  async function phoneOf(
    person: PersonKey,
    fates: Fate[] = [],
    more: { skewMs?: number; formsVersion?: number } = {},
  ) {
    const trouble: Trouble = { fate: () => fates.shift() ?? 'good', dies: () => false };
    const phone = createPhone({
      p: product(),
      account: product().district.accounts[person],
      owner: product().district.accounts[person],
      random: createRandom(`${person}${product().ids.next()}`),
      trouble,
      ...more,
    });
    // The session of everybody else's requests: an account has only so many.
    await phone.signIn(await product().cookieOf(person));
    return phone;
  }

  function report(phone: Phone, more: Record<string, unknown> = {}) {
    const id = phone.ids.next();
    const body = {
      commandId: id,
      kind: 'incident',
      category: 'utility.manhole',
      text: '井盖松动',
      point: product().point('g1', 3),
      channel: 'patrol',
    };
    return {
      id,
      caseId: id,
      kind: 'file' as const,
      path: '/cases',
      body: { ...body, ...more },
      baseVersion: null,
      title: '',
      photos: [],
    };
  }
  function command(phone: Phone, caseId: string, name: string, form: object, baseVersion: number) {
    const id = phone.ids.next();
    const body = { commandId: id, name, form };
    return {
      id,
      caseId,
      kind: 'command' as const,
      path: `/cases/${caseId}/commands`,
      body,
      baseVersion,
      title: name,
      photos: [],
    };
  }
  async function states(phone: Phone): Promise<string[]> {
    return (await phone.items()).map((item) =>
      item.why && item.state === 'held' ? `held: ${item.why}` : item.state,
    );
  }
  async function pumpAll(phone: Phone): Promise<void> {
    for (let turn = 0; turn < 6; turn++) {
      await phone.sync.pump();
      product().clock.at += 6 * MINUTE;
    }
  }

  return {
    send,
    said,
    names,
    heldOf,
    runHeldJob,
    dispatched,
    chain,
    phoneOf,
    report,
    command,
    states,
    pumpAll,
  };
}
