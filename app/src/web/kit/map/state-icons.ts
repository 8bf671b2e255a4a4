// State marks for the map, drawn when it loads: each differs by its shape, so colour is never the only sign.
import type { StateShape } from '../api-types.ts';

export const stateShapes: readonly StateShape[] = ['todo', 'doing', 'soon', 'late', 'done', 'paused'];

const colours: Record<StateShape, string> = {
  todo: '#47607a',
  doing: '#1a56a8',
  soon: '#855600',
  late: '#8c2f1b',
  done: '#1e6b3a',
  paused: '#565f69',
};

const SIZE = 22;
const RATIO = 2;

/** Draws one mark: a white disc with the shape in its colour. */
export function drawStateIcon(
  shape: StateShape,
): { width: number; height: number; data: Uint8ClampedArray } | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE * RATIO;
  canvas.height = SIZE * RATIO;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) return undefined;
  const colour = colours[shape];
  const middle = SIZE / 2;
  pen.scale(RATIO, RATIO);
  pen.beginPath();
  pen.arc(middle, middle, 10, 0, 2 * Math.PI);
  pen.fillStyle = '#ffffff';
  pen.fill();
  pen.strokeStyle = colour;
  pen.fillStyle = colour;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  if (shape === 'done') {
    pen.lineWidth = 2.6;
    pen.beginPath();
    pen.moveTo(6, 11.5);
    pen.lineTo(9.8, 15.2);
    pen.lineTo(16.2, 7.2);
    pen.stroke();
  } else if (shape === 'paused') {
    pen.lineWidth = 3;
    pen.beginPath();
    pen.moveTo(8.6, 6.5);
    pen.lineTo(8.6, 15.5);
    pen.moveTo(13.4, 6.5);
    pen.lineTo(13.4, 15.5);
    pen.stroke();
  } else {
    pen.lineWidth = 2.2;
    pen.beginPath();
    pen.arc(middle, middle, 6.6, 0, 2 * Math.PI);
    if (shape === 'late') pen.fill();
    pen.stroke();
    if (shape === 'doing' || shape === 'soon') {
      pen.beginPath();
      pen.moveTo(middle, middle);
      pen.arc(middle, middle, 6.6, -Math.PI / 2, shape === 'doing' ? 0 : Math.PI / 2);
      pen.closePath();
      pen.fill();
    }
  }
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

export const ICON_RATIO = RATIO;
