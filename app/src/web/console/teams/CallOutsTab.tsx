// Call-outs of one emergency, and a new one for it.
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import type { EmergencyView } from '../emergency/queries.ts';
import { useScope } from '../shell/scope.tsx';
import { CallOutForm } from './CallOutForm.tsx';
import { CallOutTable } from './CallOutTable.tsx';
import { IncidentForms } from './IncidentForms.tsx';
import { useCallOuts } from './queries.ts';
import './teams.css';

export function CallOutsTab({ view }: { view: EmergencyView }) {
  const { t } = useI18n();
  const { me } = useScope();
  const found = useCallOuts({ emergencyId: view.id });
  const [calling, setCalling] = useState(false);
  const may = view.endedAt === null && holdsDuty(me, 'command', 'dispatch', 'intake');
  return (
    <section className="c-stack" aria-label={t('emergency.tab.callOuts')}>
      {may && !calling ? (
        <div>
          <button type="button" className="k-button k-button-primary" onClick={() => setCalling(true)}>
            {t('teams.call')}
          </button>
        </div>
      ) : null}
      {calling ? (
        <CallOutForm areaId={view.area.id} emergencyId={view.id} onClose={() => setCalling(false)} />
      ) : null}
      <Unread found={found} />
      {found.data ? <CallOutTable items={found.data.items} none={t('teams.callsNone')} /> : null}
      <IncidentForms emergencyId={view.id} may={may} />
    </section>
  );
}
