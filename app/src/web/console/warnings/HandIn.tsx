// A CAP document from a file: read by the server, with what became of it.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';

type Outcome = { id: string | null; outcome: 'taken' | 'known' | 'refused' | 'not-fetched'; title: string };

const CHUNK = 0x8000;

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

export function HandIn() {
  const { t } = useI18n();
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  async function send(): Promise<void> {
    if (!file) return;
    setBusy(true);
    setFailure(undefined);
    setOutcomes([]);
    try {
      const body = { base64: await base64Of(file), source: file.name.slice(0, 120) };
      setOutcomes((await post<{ items: Outcome[] }>('/warnings/documents', body)).items);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
      await client.invalidateQueries({ queryKey: ['warnings'] });
    }
  }
  return (
    <fieldset className="e-form">
      <legend>{t('warning.handIn')}</legend>
      <Labelled id="warning-file" label={t('warning.file')} hint={t('warning.fileHint')}>
        <input
          id="warning-file"
          type="file"
          accept=".xml,.cap,.atom,.rss"
          onChange={(event) => setFile(event.target.files?.[0])}
        />
      </Labelled>
      <FormProblem failure={failure} />
      <ul aria-live="polite">
        {outcomes.map((one, index) => (
          <li key={one.id ?? `${one.title}${String(index)}`}>
            {t(`warning.outcome.${one.outcome}`)}：{one.title}
          </li>
        ))}
      </ul>
      <button type="button" className="k-button" disabled={busy || !file} onClick={() => void send()}>
        {t('warning.send')}
      </button>
    </fieldset>
  );
}
