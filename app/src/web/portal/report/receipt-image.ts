// The receipt as a picture, for the photo album: no printer, no account, nothing to remember.
export type ReceiptWords = {
  title: string;
  codeLabel: string;
  code: string;
  numberLabel: string;
  number: string;
  lines: string[];
};

const WIDTH = 720;

function wrap(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of text.match(/[\x21-\x7e]+|\s+|[^\x21-\x7e\s]/g) ?? []) {
    if (line !== '' && pen.measureText(line + part).width > width) {
      lines.push(line);
      line = part.trimStart();
    } else line += part;
  }
  if (line) lines.push(line);
  return lines;
}

/** Draws the receipt; undefined where the browser can't. */
export function drawReceipt(words: ReceiptWords): Promise<Blob | undefined> {
  const canvas = document.createElement('canvas');
  const font = getComputedStyle(document.body).fontFamily;
  canvas.width = WIDTH;
  canvas.height = 900;
  const probe = canvas.getContext('2d');
  if (!probe) return Promise.resolve(undefined);
  probe.font = `30px ${font}`;
  const lines = words.lines.flatMap((line) => [...wrap(probe, line, WIDTH - 96), '']);
  canvas.height = 470 + lines.length * 42;
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, WIDTH, canvas.height);
  pen.fillStyle = '#b3261e';
  pen.fillRect(0, 0, WIDTH, 16);
  pen.textBaseline = 'top';
  pen.fillStyle = '#1f2328';
  pen.font = `600 40px ${font}`;
  pen.fillText(words.title, 48, 64);
  pen.font = `30px ${font}`;
  pen.fillText(words.codeLabel, 48, 146);
  pen.strokeStyle = '#8a939d';
  pen.lineWidth = 2;
  pen.strokeRect(48, 190, WIDTH - 96, 120);
  pen.font = `600 76px ${font}`;
  pen.textAlign = 'center';
  pen.fillText(words.code, WIDTH / 2, 212);
  pen.textAlign = 'left';
  pen.font = `30px ${font}`;
  pen.fillText(`${words.numberLabel} ${words.number}`, 48, 340);
  for (const [index, line] of lines.entries()) pen.fillText(line, 48, 410 + index * 42);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
}

export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
