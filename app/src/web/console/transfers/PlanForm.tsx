// 从台账生成: doors by building as the registers know them; whoever keeps the list ticks buildings, says why, where to and until when.
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { fromInputDateTime } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';
import type { EmergencyView } from '../emergency/queries.ts';
import { inPortions, type PlannedBuilding, stillToList } from './buildings.ts';
import { type Shelter, useShelters } from './queries.ts';

type Plan = { area: { name: string }; buildings: PlannedBuilding[]; mindsCare: boolean; more: boolean };
type Answer = { items: { id: string; problem?: { message: string } }[] };

export function PlanForm({ view, onChanged }: { view: EmergencyView; onChanged(): void }) {
  const { t } = useI18n();
  const [area, setArea] = useState({ id: view.area.id, name: view.area.name });
  const [plan, setPlan] = useState<Plan>();
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  async function ask(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      setPlan(await post<Plan>(`/emergencies/${view.id}/transfer-plan`, { areaId: area.id }));
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <fieldset className="e-form tr-plan">
      <legend>{t('transfers.plan')}</legend>
      <p className="k-hint">{t('transfers.planHint')}</p>
      <Labelled id="plan-area" label={t('transfers.area')}>
        <Lookup
          id="plan-area"
          value={area.id || undefined}
          valueLabel={area.name}
          find={findAreas}
          onChange={(id, option) => {
            setArea({ id: id ?? '', name: option?.label ?? '' });
            setPlan(undefined);
          }}
        />
      </Labelled>
      <FormProblem failure={failure} />
      <div className="k-row">
        <button
          type="button"
          className={`k-button${plan ? '' : ' k-button-primary'}`}
          disabled={busy || area.id === ''}
          onClick={() => void ask()}
        >
          {t(busy ? 'kit.loading' : 'transfers.planAsk')}
        </button>
      </div>
      {plan?.buildings.length === 0 ? <p>{t('transfers.planNothing')}</p> : null}
      {plan && plan.buildings.length > 0 ? (
        <Choose
          key={plan.buildings.map((one) => one.key).join()}
          plan={plan}
          emergencyId={view.id}
          onListed={() => {
            onChanged();
            void ask();
          }}
        />
      ) : null}
    </fieldset>
  );
}

function Choose({ plan, emergencyId, onListed }: { plan: Plan; emergencyId: string; onListed(): void }) {
  const { t } = useI18n();
  const shelters = useShelters();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<string>();
  const [why, setWhy] = useState('');
  const [shelterId, setShelterId] = useState('');
  const [leaveBy, setLeaveBy] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const [refused, setRefused] = useState<string[]>([]);
  const [added, setAdded] = useState(0);
  const [busy, setBusy] = useState(false);
  // Ids stay with their doors, so that a list sent twice is one list.
  const [ids] = useState(() => new Map<string, string>());
  const wanted = plan.buildings.filter((one) => chosen.has(one.key));
  const doors = stillToList(wanted);
  const people = doors.reduce((sum, one) => sum + one.door.people, 0);
  const pick = (key: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(key);
    else next.delete(key);
    setChosen(next);
  };
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    setRefused([]);
    setAdded(0);
    try {
      const left: string[] = [];
      for (const portion of inPortions(doors)) {
        const sent = portion.map(({ building, door }) => {
          const id = ids.get(door.address) ?? newCommandId();
          ids.set(door.address, id);
          return {
            ...{
              id,
              areaId: door.areaId,
              address: door.address,
              people: door.people,
              needHelp: door.needHelp,
              why,
            },
            records: door.records,
            ...(building.organiser ? { organiserPost: building.organiser.id } : {}),
            ...(shelterId ? { shelterId } : {}),
            ...(leaveBy ? { leaveBy: fromInputDateTime(leaveBy) } : {}),
          };
        });
        const answer = await post<Answer>(
          `/emergencies/${emergencyId}/transfers`,
          { entries: sent },
          { retries: 2 },
        );
        for (const one of answer.items)
          if (one.problem)
            left.push(`${sent.find((each) => each.id === one.id)?.address ?? ''}：${one.problem.message}`);
      }
      setAdded(doors.length - left.length);
      setRefused(left);
      if (left.length === 0) onListed();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const all = plan.buildings.filter((one) => one.listed < one.doors.length);
  return (
    <>
      {plan.mindsCare ? null : <p className="k-hint">{t('transfers.planNoCare')}</p>}
      {plan.more ? <p className="k-error">{t('transfers.planMore')}</p> : null}
      <div className="tr-wide">
        <table className="c-table">
          <thead>
            <tr>
              <th scope="col">
                <label className="k-inline">
                  <input
                    type="checkbox"
                    checked={all.length > 0 && all.every((one) => chosen.has(one.key))}
                    onChange={(event) =>
                      setChosen(event.target.checked ? new Set(all.map((one) => one.key)) : new Set())
                    }
                  />
                  {t('transfers.building')}
                </label>
              </th>
              <th scope="col">{t('transfers.doors')}</th>
              <th scope="col">{t('transfers.people')}</th>
              <th scope="col">{t('transfers.mustHelp')}</th>
              <th scope="col">{t('transfers.organiser')}</th>
            </tr>
          </thead>
          <tbody>
            {plan.buildings.map((one) => (
              <Building
                key={one.key}
                one={one}
                chosen={chosen.has(one.key)}
                open={opened === one.key}
                onPick={(on) => pick(one.key, on)}
                onOpen={() => setOpened(opened === one.key ? undefined : one.key)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Labelled id="plan-why" label={t('transfers.why')}>
        <input
          id="plan-why"
          className="k-input"
          maxLength={200}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
      </Labelled>
      <Labelled id="plan-shelter" label={t('transfers.where')}>
        <ShelterChoice
          id="plan-shelter"
          items={shelters.data?.items}
          value={shelterId}
          onChange={setShelterId}
        />
      </Labelled>
      <Labelled id="plan-leave" label={t('transfers.leaveBy')} hint={t('transfers.leaveByHint')}>
        <input
          id="plan-leave"
          type="datetime-local"
          className="k-input"
          value={leaveBy}
          onChange={(event) => setLeaveBy(event.target.value)}
        />
      </Labelled>
      <FormProblem failure={failure} />
      {added > 0 ? <p role="status">{t('transfers.added', { n: added })}</p> : null}
      {refused.length > 0 ? (
        <ul className="k-error" role="alert">
          {refused.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      ) : null}
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={busy || doors.length === 0 || why.trim().length < 2}
        onClick={() => void send()}
      >
        {t('transfers.listDoors', { n: doors.length, people })}
      </button>
    </>
  );
}

function Building({
  one,
  chosen,
  open,
  onPick,
  onOpen,
}: {
  one: PlannedBuilding;
  chosen: boolean;
  open: boolean;
  onPick(on: boolean): void;
  onOpen(): void;
}) {
  const { t } = useI18n();
  const done = one.listed === one.doors.length;
  return (
    <>
      <tr>
        <td>
          <label className="k-inline">
            <input
              type="checkbox"
              checked={chosen}
              disabled={done}
              onChange={(event) => onPick(event.target.checked)}
            />
            {one.name}
          </label>
          <span className="k-hint"> {one.area.name}</span>
        </td>
        <td className="c-nowrap">
          <button type="button" className="k-link" aria-expanded={open} onClick={onOpen}>
            {t('transfers.doorsOf', { n: one.doors.length })}
          </button>
          {one.listed > 0 ? (
            <span className="k-hint"> {t('transfers.listedOf', { n: one.listed })}</span>
          ) : null}
        </td>
        <td className="c-nowrap">{one.people}</td>
        <td className="c-nowrap">{one.needHelp > 0 ? <strong>{one.needHelp}</strong> : '0'}</td>
        <td>{one.organiser ? `${one.organiser.areaName} ${one.organiser.title}` : t('transfers.nobody')}</td>
      </tr>
      {open ? (
        <tr>
          <td colSpan={5}>
            <ul className="tr-list">
              {one.doors.map((door) => (
                <li key={door.address}>
                  {door.address} · {t('transfers.planned', { n: door.people })}
                  {door.unknown ? ` · ${t('transfers.unknownPeople')}` : ''}
                  {door.needHelp > 0 ? ` · ${t('transfers.needHelp', { n: door.needHelp })}` : ''}
                  {door.listed ? ` · ${t('transfers.isListed')}` : ''}
                </li>
              ))}
            </ul>
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** Where to: shelters with what room is left, or a place of their own. */
export function ShelterChoice({
  id,
  items,
  value,
  onChange,
}: {
  id: string;
  items: readonly Shelter[] | undefined;
  value: string;
  onChange(id: string): void;
}) {
  const { t } = useI18n();
  return (
    <select id={id} className="k-input" value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t('transfers.ownPlace')}</option>
      {items?.map((one) => (
        <option key={one.id} value={one.id}>
          {t(one.open ? 'transfers.shelterOpenRoom' : 'transfers.shelterRoom', {
            name: one.name,
            n: one.room,
          })}
        </option>
      ))}
    </select>
  );
}
