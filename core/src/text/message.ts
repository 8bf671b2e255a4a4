/**
 * A message that somebody wrote to a group, or said to a phone, read as the beginning of a report: what is wrong, where, and when.
 * Who wrote it, how to call them and any other long number are left behind. No network, no model: a few rules that can be read.
 */
import { placeIn } from './place-vocabulary.ts';
import { numberOf, SPOKEN_HOUSE, timeIn, WHEN } from './time-vocabulary.ts';

/** What was left behind. */
export type LeftOut = 'name' | 'number' | 'link';

export type ReadMessage = {
  /** What is wrong, in the words of the message. */
  text: string;
  /** Words to search the map with; none when no place is named. */
  place: string | undefined;
  /** The instant that the message names, never after `now` nor more than 30 days before; none when it names none. */
  at: number | undefined;
  leftOut: LeftOut[];
};

const LONGEST = 4000;

const PLACEHOLDER = /\[[\p{L}\p{N} ]{1,12}\]|【[图片视频语音表情位置]{2,4}】/gu;
const MENTION = /@[^\s@,，。：:]{1,20}[\s ]?/gu;
const LINK = /(?:https?:\/\/|www\.)[^\s，。）)]+/giu;
const RULE = /^[\s\-—–_=*~·]{3,}$/u;
/** A run of at least seven digits, also when parted, also when spelt: a phone, an account, an identity card. */
const LONG_NUMBER =
  /(?:(?:联系)?(?:电话|手机|座机|微信|身份证)(?:号码?)?|联系方式|tel|phone)?(?:是|为)?\s*[:：]?\s*\+?[\p{N}零〇一二三四五六七八九幺](?:[\s\-—–·.]{0,3}[\p{N}零〇一二三四五六七八九幺]){6,}[xX]?/giu;
const LABEL = /^\s*(?:\d+[.、)）]\s*)?([\p{Script=Han}]{2,5})\s*[:：]\s*(.*)$/u;
const PLACE_LABELS = /^(?:地点|位置|地址|事发地点|具体位置|所在位置)$/u;
const TIME_LABELS = /^(?:时间|日期|发生时间|事发时间)$/u;
const PERSON_LABELS = /^(?:姓名|联系人|反映人|报告人|电话|手机|联系电话|联系方式|手机号|微信|微信号)$/u;
const WORD_LABELS = /^(?:内容|问题|情况|事由|事项|描述|情况说明|问题描述|诉求|现象)$/u;
const FILLERS = /(?<=^|[，,。.；;、\s])(?:嗯+|呃+|额+|啊+|那个|就是说|然后呢)(?=[，,。.；;、\s])[，,、\s]*/gu;

/** What ends the name of a place that stands before a colon; names of people may end in 村 or 河. */
const PLACE_LABEL = /(?:路|街|巷|小区|花园|社区|网格|大厦|广场|公园|楼|单元|门口|路口|楼道|院)$/u;
/** `3号楼李建国：`, `3-2-501 李姐：`, `12栋业主小王：`. */
const HOUSED_NAME =
  /^\s*(\d{1,4}(?:\s*(?:号楼|栋|幢|座|单元|号|室|[-—#])\s*\d{0,4}){1,4})\s*([\p{Script=Han}A-Za-z]{1,8})\s*[:：]\s*(?=\S)/u;
/**
 * Reads a message. `now` is the instant of reading, in epoch milliseconds; times are those of China. Texts beyond 4,000 characters
 * are cut. Never throws; the answer's `text` may be empty. O(length).
 */
export function readMessage(raw: string, now: number): ReadMessage {
  const leftOut = new Set<LeftOut>();
  const drop = (text: string, pattern: RegExp, what?: LeftOut): string =>
    text.replace(pattern, () => {
      if (what) leftOut.add(what);
      return ' ';
    });
  let place: string | undefined;
  let at: number | undefined;
  const words: string[] = [];
  const cut = halfWidth([...raw].slice(0, LONGEST).join(''));
  for (const plain of cut.replace(/\p{Cf}/gu, '').split(/\r?\n|\r/u)) {
    if (RULE.test(plain)) continue;
    if (plain.trim() !== '' && plain.replace(WHEN, '').trim() === '' && timeIn(plain, now) !== undefined) {
      at ??= timeIn(plain, now);
      continue;
    }
    const head = senderLine(plain, now);
    if (head) {
      leftOut.add('name');
      at ??= head.at;
      continue;
    }
    let line = drop(drop(drop(plain, LINK, 'link'), MENTION, 'name'), PLACEHOLDER).replace(
      /[「」『』]/gu,
      ' ',
    );
    const label = LABEL.exec(line);
    if (label) {
      const [, name = '', rest = ''] = label;
      if (PERSON_LABELS.test(name)) {
        leftOut.add(/姓名|人$/u.test(name) ? 'name' : 'number');
        continue;
      }
      if (PLACE_LABELS.test(name)) place ??= withoutNumbers(rest, leftOut).trim() || undefined;
      if (TIME_LABELS.test(name)) {
        at ??= timeIn(rest, now);
        continue;
      }
      if (WORD_LABELS.test(name) || PLACE_LABELS.test(name)) line = rest;
      else line = withoutSender(line, leftOut);
    } else line = withoutSender(line, leftOut);
    at ??= timeIn(line, now);
    const kept = tidy(withoutNumbers(line, leftOut));
    if (kept !== '') words.push(kept);
  }
  const text = withoutNumbers(words.join('\n'), leftOut)
    .replace(/[ \t]+\n/gu, '\n')
    .trim();
  place ??= placeIn(text);
  return { text, place, at, leftOut: [...leftOut].sort() };
}

/** Digits, letters and the blank of one width; punctuation stays as it was written. */
function halfWidth(text: string): string {
  return text
    .replace(/[０-９Ａ-Ｚａ-ｚ]/gu, (one) => String.fromCodePoint((one.codePointAt(0) ?? 0) - 0xfee0))
    .replace(/[\u3000\u00a0]/gu, ' ');
}

function withoutNumbers(text: string, leftOut: Set<LeftOut>): string {
  return text.replace(LONG_NUMBER, () => {
    leftOut.add('number');
    return ' ';
  });
}

/** `张三 11月21日 14:05`, as a chat copies it above each message. */
function senderLine(line: string, now: number): { at: number | undefined } | undefined {
  const found =
    /^(.{1,30}?)[\s:：]+((?:[\d年月日号/.-]+\s+|(?:昨天|今天|前天|星期.|周.)\s*)?(?:上午|下午|晚上|凌晨|中午|早上)?\s*\d{1,2}:\d{2}(?::\d{2})?)\s*$/u.exec(
      line.trim(),
    );
  if (!found?.[1] || /[，。！？!?]|\d[年月日号/.-]/u.test(found[1])) return undefined;
  return { at: timeIn(found[2] ?? '', now) };
}

/** `张三：灯坏了` says who wrote it; `3号楼：灯坏了` says where. */
function withoutSender(line: string, leftOut: Set<LeftOut>): string {
  // In groups of owners people call themselves by their house: the house stays, the name goes.
  const housed = HOUSED_NAME.exec(line);
  if (housed && !PLACE_LABEL.test(housed[2] ?? '')) {
    leftOut.add('name');
    return `${housed[1]}，${line.slice(housed[0].length)}`;
  }
  const found = /^\s*([^\s:：，。！？,.!?\d]{1,10})\s*[:：]\s*(?=\S)/u.exec(line);
  if (!found || PLACE_LABEL.test(found[1] ?? '')) return line;
  leftOut.add('name');
  return line.slice(found[0].length);
}

/** Spoken words: fillers go, spaces between Han characters go, spoken numbers of houses become digits. */
function tidy(text: string): string {
  return text
    .replace(FILLERS, '')
    .replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, (space) => (space.length > 3 ? '\u{ff0c}' : ''))
    .replace(SPOKEN_HOUSE, (word) => `${numberOf(word) ?? word}`)
    .replace(/[ \t]{2,}/gu, ' ')
    .replace(/^[\s，,、。.;；:：]+|[\s，,、;；:：(（]+$/gu, '');
}
