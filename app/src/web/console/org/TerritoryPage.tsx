import { Segmented } from 'antd';
import { useState } from 'react';
import { now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty } from '../../kit/States.tsx';
import { AreaPanel } from './AreaPanel.tsx';
import { ChangesPanel } from './ChangesPanel.tsx';
import { CoveragePanel } from './CoveragePanel.tsx';
import { NodePanel } from './NodePanel.tsx';
import { NodeTree, TerritoryTree } from './OrgTrees.tsx';
import type { Tree } from './org-queries.ts';
import { PatternPanel } from './PatternPanel.tsx';

/** What can be looked at beside the trees, and what it is called. */
const SIDES = { gaps: 'org.gaps', changes: 'change.list', pattern: 'org.pattern' } as const;

/** Territory, the Party organisations beside it, and the units; on any day, with what is still missing. */
export function TerritoryPage() {
  const { t } = useI18n();
  const today = toInputDate(now());
  const [tree, setTree] = useState<Tree>('area');
  const [date, setDate] = useState(today);
  const [picked, setPicked] = useState<Partial<Record<Tree, string>>>({});
  const [side, setSide] = useState<keyof typeof SIDES>();
  const id = picked[tree];
  function pick(next: string, of: Tree = tree): void {
    setTree(of);
    setSide(undefined);
    setPicked((before) => ({ ...before, [of]: next }));
  }
  return (
    <div className="c-editor">
      <section className="c-editor-tree" aria-label={t('nav.territory')}>
        <header className="c-editor-head">
          <h1 className="c-title">{t('nav.territory')}</h1>
          <Segmented<Tree>
            block
            aria-label={t('org.which')}
            value={tree}
            onChange={setTree}
            options={(['area', 'party', 'unit'] as const).map((one) => ({
              value: one,
              label: t(`org.tree.${one}`),
            }))}
          />
          <div className="k-row">
            <label className="k-inline">
              {t('org.asOf')}
              <input
                type="date"
                className="k-input k-input-short"
                value={date}
                onChange={(event) => setDate(event.target.value || today)}
              />
            </label>
            {(['gaps', 'changes', 'pattern'] as const).map((one) => (
              <button
                key={one}
                type="button"
                className="k-button"
                aria-pressed={side === one}
                onClick={() => setSide(side === one ? undefined : one)}
              >
                {t(SIDES[one])}
              </button>
            ))}
          </div>
        </header>
        {tree === 'area' ? (
          <TerritoryTree date={date} selected={id} onSelect={(next) => pick(next)} />
        ) : (
          <NodeTree key={tree} tree={tree} date={date} selected={id} onSelect={(next) => pick(next)} />
        )}
      </section>
      <div className="c-editor-detail">
        {side === 'changes' ? <ChangesPanel /> : null}
        {side === 'pattern' ? <PatternPanel /> : null}
        {side === 'gaps' ? <CoveragePanel area={picked.area} onArea={(next) => pick(next, 'area')} /> : null}
        {!side && id === undefined ? <Empty title={t('org.choose')}>{t('org.chooseLine')}</Empty> : null}
        {!side && id !== undefined && tree === 'area' ? (
          <AreaPanel
            key={id}
            id={id}
            date={date}
            onArea={(next) => pick(next, 'area')}
            onNode={(of, next) => pick(next, of)}
          />
        ) : null}
        {!side && id !== undefined && tree !== 'area' ? (
          <NodePanel
            key={id}
            tree={tree}
            id={id}
            date={date}
            onNode={(next) => pick(next)}
            onArea={(next) => pick(next, 'area')}
          />
        ) : null}
      </div>
    </div>
  );
}
