import { Modal } from 'antd';
import { useI18n } from '../../kit/i18n.tsx';

const KEYS = [
  ['j k', 'keys.move'],
  ['Enter', 'keys.open'],
  ['o', 'keys.full'],
  ['a', 'keys.act'],
  ['u', 'keys.refresh'],
  ['b', 'keys.board'],
  ['/', 'keys.search'],
  ['g w', 'keys.work'],
  ['g q', 'keys.queue'],
  ['g m', 'keys.map'],
  ['g f', 'keys.file'],
  ['g t', 'keys.territory'],
  ['g n', 'keys.notices'],
  ['Ctrl+Enter', 'keys.send'],
  ['?', 'keys.help'],
] as const;

export function KeysHelp({ open, onClose }: { open: boolean; onClose(): void }) {
  const { t } = useI18n();
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('kit.keys.title')} width={460}>
      <dl className="k-keys">
        {KEYS.map(([keys, words]) => (
          <div key={keys} className="c-contents">
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
