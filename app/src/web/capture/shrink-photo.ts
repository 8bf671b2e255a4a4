// A phone photo is 5–12 MB; what a case needs is 300 kB. Drawing it anew on this side saves the person's data and leaves the hidden
// facts of the file (place, phone, time) on the phone. What this browser can't draw goes up as it is: the server cleans it again.

const MAX_SIDE = 1920;
const THUMB_SIDE = 160;
/** Below this, drawing anew would only lose quality. */
const SMALL_BYTES = 250_000;

export type ShrunkPhoto = {
  blob: Blob;
  /** A small picture as a data URL: survives a reload without asking the server. '' when it can't be drawn. */
  thumb: string;
};

/** The sides that fit into `limit`, never larger than they are. */
export function fitInside(width: number, height: number, limit: number): { width: number; height: number } {
  const scale = Math.min(1, limit / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

type Drawable = HTMLImageElement | ImageBitmap;

async function open(file: Blob): Promise<Drawable> {
  if (typeof createImageBitmap === 'function') {
    try {
      return await createImageBitmap(file, { imageOrientation: 'from-image' });
    } catch {
      // Older browsers refuse the option; an <img> turns the picture by itself.
    }
  }
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function draw(picture: Drawable, limit: number): HTMLCanvasElement {
  const size = fitInside(picture.width, picture.height, limit);
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  // JPEG has no transparency: without this a transparent screenshot turns black.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, size.width, size.height);
  pen.drawImage(picture, 0, 0, size.width, size.height);
  return canvas;
}

function toJpeg(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82));
}

/** Makes a photo ready to send. Never throws: a file that can't be drawn is handed on unchanged. */
export async function shrinkPhoto(file: Blob): Promise<ShrunkPhoto> {
  try {
    const picture = await open(file);
    const thumb = draw(picture, THUMB_SIDE).toDataURL('image/jpeg', 0.6);
    const drawn = await toJpeg(draw(picture, MAX_SIDE));
    if ('close' in picture) picture.close();
    const keep = !drawn || (file.type === 'image/jpeg' && file.size < SMALL_BYTES && file.size <= drawn.size);
    return { blob: keep ? file : drawn, thumb };
  } catch {
    return { blob: file, thumb: '' };
  }
}
