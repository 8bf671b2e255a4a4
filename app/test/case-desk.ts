// Short ways to file cases and give commands in tests, over HTTP like everybody else.
import type { ApiAnswer, AreaKey, PersonKey, TestProduct } from './product.ts';

export type Filed = { id: string; number: string; code: string; answer: ApiAnswer };

let step = 0;

/** Files a case (default: a resident's report about a manhole cover in grid g1) and throws when it was refused. */
export async function fileCase(
  p: TestProduct,
  person: PersonKey | null,
  body: Record<string, unknown> = {},
  grid: AreaKey = 'g1',
): Promise<Filed> {
  const commandId = (body['commandId'] as string | undefined) ?? p.ids.next();
  const answer = await p.call(person, 'POST', '/api/v1/cases', {
    body: {
      kind: 'incident',
      category: 'utility.manhole',
      text: '井盖松动，车过有响声',
      point: p.point(grid, step++),
      ...body,
      commandId,
    },
  });
  if (answer.status !== 200) throw new Error(`filing refused: ${answer.text}`);
  return { id: commandId, number: answer.body.case.number, code: answer.body.follow?.code ?? '', answer };
}

export type GiveOptions = { commandId?: string; baseVersion?: number; occurredAt?: number };

/** Gives a command on the version as it stands (or the one named) and gives whatever the server answered. */
export async function give(
  p: TestProduct,
  person: PersonKey,
  id: string,
  name: string,
  form: Record<string, unknown> = {},
  options: GiveOptions = {},
): Promise<ApiAnswer> {
  const baseVersion = options.baseVersion ?? (await p.stored(id)).version;
  return p.call(person, 'POST', `/api/v1/cases/${id}/commands`, {
    body: {
      commandId: options.commandId ?? p.ids.next(),
      name,
      baseVersion,
      ...(options.occurredAt === undefined ? {} : { occurredAt: options.occurredAt }),
      form,
    },
  });
}

/** As `give`, but throws when the command was not accepted. */
export async function must(
  p: TestProduct,
  person: PersonKey,
  id: string,
  name: string,
  form: Record<string, unknown> = {},
  options: GiveOptions = {},
): Promise<ApiAnswer> {
  const answer = await give(p, person, id, name, form, options);
  if (answer.status !== 200) throw new Error(`${person} may not ${name}: ${answer.text}`);
  return answer;
}

/** What a resident does with a follow code. */
export async function follow(
  p: TestProduct,
  key: { code: string; phoneTail?: string },
  id: string,
  name: string,
  form: Record<string, unknown> = {},
  commandId: string = p.ids.next(),
): Promise<ApiAnswer> {
  const { version } = await p.stored(id);
  return p.call(null, 'POST', '/api/v1/public/follow/commands', {
    body: { ...key, commandId, name, baseVersion: version, form },
  });
}

/** Takes a case to a state the usual way: the dispatcher of the west street, the urban management department, the supervisor. */
export async function bring(
  p: TestProduct,
  id: string,
  to: 'filed' | 'dispatched' | 'handling' | 'checking' | 'verified',
  unit = 'urban-management',
  handler: PersonKey = 'urban',
): Promise<void> {
  const order = ['reported', 'filed', 'dispatched', 'handling', 'checking', 'verified'];
  const upTo = order.indexOf(to);
  const at = async () => order.indexOf((await p.stored(id)).state);
  if ((await at()) < 1 && upTo >= 1) await must(p, 'dispatcher1', id, 'accept');
  if ((await at()) < 2 && upTo >= 2)
    await must(p, 'dispatcher1', id, 'dispatch', { unit: p.district.units[unit] });
  if ((await at()) < 3 && upTo >= 3) await must(p, handler, id, 'sign');
  if ((await at()) < 4 && upTo >= 4) await must(p, handler, id, 'finish', { result: '已处理' });
  if (upTo >= 5) await must(p, 'verifier', id, 'verify', { result: 'pass' });
}
