// A PIN, typed with one thumb: one large field, the digits of the phone, and what was wrong with it in words beside it.
import { type ReactNode, useId, useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';

type PinField = { name: string; label: string };

export function PinForm({
  fields,
  submit,
  problem,
  disabled = false,
  children,
  onSubmit,
}: {
  fields: readonly PinField[];
  submit: string;
  problem: string;
  disabled?: boolean;
  children?: ReactNode;
  /** The PINs in the order of the fields. */
  onSubmit(pins: readonly string[]): Promise<void>;
}) {
  const { t } = useI18n();
  const id = useId();
  const [pins, setPins] = useState<readonly string[]>(fields.map(() => ''));
  const [busy, setBusy] = useState(false);
  async function send(): Promise<void> {
    if (busy || disabled) return;
    setBusy(true);
    try {
      await onSubmit(pins);
    } finally {
      setBusy(false);
      setPins(fields.map(() => ''));
    }
  }
  return (
    <form
      className="f-group"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {fields.map((field, index) => (
        <div key={field.name} className="f-group">
          <label className="f-label" htmlFor={`${id}-${field.name}`}>
            {field.label}
          </label>
          <input
            id={`${id}-${field.name}`}
            className="k-input f-pin"
            type="password"
            inputMode="numeric"
            autoComplete="off"
            maxLength={64}
            required
            value={pins[index]}
            aria-describedby={problem ? `${id}-problem` : undefined}
            aria-invalid={problem !== ''}
            onChange={(event) => {
              const { value } = event.target;
              setPins((before) => before.map((one, at) => (at === index ? value : one)));
            }}
          />
        </div>
      ))}
      {problem ? (
        <p className="k-error" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      ) : null}
      {children}
      <button
        type="submit"
        className="k-button k-button-primary k-button-wide f-big"
        aria-disabled={busy || disabled}
        aria-busy={busy}
      >
        {busy ? t('kit.loading') : submit}
      </button>
    </form>
  );
}
