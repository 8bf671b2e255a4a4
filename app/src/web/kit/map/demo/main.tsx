// A page for looking at the map and for its bench. Data comes from the bench's own server.
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nProvider } from '../../i18n.tsx';
import '../../tokens.css';
import { MapView, type MapViewProps } from '../MapView.tsx';
import { mapMessages } from '../messages.ts';

type Data = Pick<MapViewProps, 'bounds' | 'points'>;

function Page() {
  const [data, setData] = useState<Data>();
  useEffect(() => {
    void fetch(`/data.json${location.search}`)
      .then((answer) => answer.json())
      .then(setData);
  }, []);
  if (!data) return null;
  return (
    <div style={{ position: 'fixed', inset: 0 }}>
      <MapView
        bounds={data.bounds}
        points={data.points}
        legend
        popup={(one) => <span>{one.kind === 'point' ? one.point.id : one.id}</span>}
      />
    </div>
  );
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <I18nProvider messages={mapMessages}>
    <Page />
  </I18nProvider>,
);
