// A code on paper that leads back to the page it was printed from.
import { useQuery } from '@tanstack/react-query';
import { toDataURL } from 'qrcode';

export function QrCode({ text, label, className }: { text: string; label: string; className?: string }) {
  const image = useQuery({
    queryKey: ['qr', text],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => toDataURL(text, { margin: 0, width: 320, errorCorrectionLevel: 'M' }),
  });
  return image.data ? <img className={className} src={image.data} alt={label} /> : null;
}
