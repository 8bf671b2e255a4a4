import { Modal, Segmented } from 'antd';
import type { CaseView } from '../../kit/api-types.ts';
import { ClockBar } from '../../kit/ClockBar.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useReplay } from '../queries.ts';
import { ReplayDrawing } from './ReplayDrawing.tsx';

/** The clock counted again, in words and as a drawing: where every working minute went. */
export function WhyLate({
  view,
  clock,
  onClose,
  onClock,
}: {
  view: CaseView;
  clock: string | undefined;
  onClose(): void;
  onClock(name: string): void;
}) {
  const { t } = useI18n();
  const replay = useReplay(view.id, clock);
  const shown = view.clocks.find((one) => one.name === clock);
  return (
    <Modal
      open={clock !== undefined}
      onCancel={onClose}
      footer={null}
      width={680}
      title={t(shown?.late ? 'case.whyLate' : 'case.whyClock')}
    >
      {view.clocks.length > 1 && clock !== undefined ? (
        <Segmented
          aria-label={t('case.clocks')}
          value={clock}
          onChange={onClock}
          options={view.clocks.map((one) => ({ value: one.name, label: one.label }))}
        />
      ) : null}
      {shown ? <ClockBar clock={shown} /> : null}
      <p className="c-legend">
        <span className="c-key c-key-run">{t('kit.clock.legend.run')}</span>
        <span className="c-key c-key-pause">{t('kit.clock.legend.pause')}</span>
        <span className="c-key c-key-left">{t('kit.clock.legend.left')}</span>
        <span className="c-key c-key-over">{t('kit.clock.legend.over')}</span>
      </p>
      {replay.isPending && clock !== undefined ? <Loading /> : null}
      {replay.isError ? <ErrorState error={replay.error} onRetry={() => void replay.refetch()} /> : null}
      {replay.data ? (
        <ReplayDrawing
          items={replay.data.items}
          due={replay.data.due}
          label={t('kit.clock.bar', { label: shown?.label ?? '', words: replay.data.words.join(' ') })}
        />
      ) : null}
      {replay.data ? (
        <ol className="c-replay">
          {replay.data.words.map((words, index) => (
            <li key={`${index}-${words}`}>{words}</li>
          ))}
        </ol>
      ) : null}
    </Modal>
  );
}
