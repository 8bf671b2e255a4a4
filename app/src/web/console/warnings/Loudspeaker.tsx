// What is read aloud: two or three sentences for each place, changed here before they are printed or read.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../../kit/api.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Unread } from '../../kit/States.tsx';
import type { WarningView } from './queries.ts';

type Script = { items: { area: { id: string; name: string }; sentences: string[] }[] };

export function Loudspeaker({ view }: { view: WarningView }) {
  const { t, locale } = useI18n();
  const [open, setOpen] = useState(false);
  const found = useQuery({
    queryKey: ['warnings', 'script', view.id, locale],
    enabled: open,
    queryFn: ({ signal }) => get<Script>(`/warnings/${view.id}/script`, {}, signal),
  });
  return (
    <section aria-labelledby="warning-script">
      <h2 id="warning-script" className="c-heading">
        {t('warning.script')}
      </h2>
      <p className="k-hint">{t('warning.scriptHint')}</p>
      {open ? (
        <>
          <Unread found={found} />
          {found.data?.items.map((one) => (
            <Text key={one.area.id} id={one.area.id} name={one.area.name} sentences={one.sentences} />
          ))}
        </>
      ) : (
        <button type="button" className="k-button" onClick={() => setOpen(true)}>
          {t('warning.makeScript')}
        </button>
      )}
    </section>
  );
}

function Text({ id, name, sentences }: { id: string; name: string; sentences: readonly string[] }) {
  const { t, locale } = useI18n();
  const [text, setText] = useState(sentences.join('\n'));
  const speak = () => {
    speechSynthesis.cancel();
    const said = new SpeechSynthesisUtterance(text);
    said.lang = locale;
    said.rate = 0.9;
    speechSynthesis.speak(said);
  };
  return (
    <div className="w-script">
      <Labelled id={`script-${id}`} label={name}>
        <textarea
          id={`script-${id}`}
          className="k-input"
          rows={5}
          maxLength={400}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Labelled>
      <div className="k-row">
        {'speechSynthesis' in globalThis ? (
          <button type="button" className="k-button" onClick={speak}>
            {t('warning.readAloud')}
          </button>
        ) : null}
        <button type="button" className="k-button" onClick={() => void navigator.clipboard.writeText(text)}>
          {t('warning.copyScript')}
        </button>
      </div>
    </div>
  );
}
