// Shelters on ordinary days: what can be opened, by whom, in how many minutes, and when that was last tried.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useScope } from '../shell/scope.tsx';
import { ShelterForm } from './ShelterForm.tsx';
import { Shelters } from './Shelters.tsx';
import './transfers.css';

export function SheltersPage() {
  const { t } = useI18n();
  const { me } = useScope();
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const changed = () => void client.invalidateQueries({ queryKey: ['shelters'] });
  const keeps = ['intake', 'dispatch', 'command'].some((duty) => holdsDuty(me, duty));
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.shelters')}</h1>
      <p className="k-hint">{t('shelters.pageHint')}</p>
      <Shelters onChanged={changed} />
      {keeps && !adding ? (
        <button type="button" className="k-button k-button-primary tr-left" onClick={() => setAdding(true)}>
          {t('shelters.add')}
        </button>
      ) : null}
      {adding ? (
        <ShelterForm
          shelter={undefined}
          onCancel={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            changed();
          }}
        />
      ) : null}
    </div>
  );
}
