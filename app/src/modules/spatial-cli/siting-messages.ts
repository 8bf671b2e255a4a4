/** Texts of the siting command. */
export type SitingMessages = {
  usage: string;
  unknownProblem: (name: string) => string;
  missing: (option: string) => string;
  notANumber: (option: string, value: string) => string;
  outOfRange: (option: string, range: string) => string;
  badFormat: (value: string) => string;
  badOption: (text: string) => string;
  unreadable: (file: string, why: string) => string;
  malformed: (file: string, why: string) => string;
  invalid: (why: string) => string;
  needs: (what: string) => string;
  infeasible: (reason: string, clients: number) => string;
  nearest: (what: string, value: number) => string;
  progress: (phase: string, objective: string, bound: string) => string;
  result: (
    objective: string,
    bound: string,
    gap: string,
    proven: boolean,
    sites: number,
    seconds: string,
  ) => string;
};

const reasonsZh: Record<string, string> = {
  'p-too-small': '站点数 p 太小，有的需求点无论如何都到不了',
  'p-too-large': '站点数 p 超过了可用的候选点',
  'fixed-exceeds-p': '必选站点多于 p',
  'unreachable-clients': '有的需求点够不到任何可用站点',
  'capacity-too-small': '容量不足',
  'radius-too-small': '半径太小，有的需求点不在任何站点的范围内',
};

const reasonsEn: Record<string, string> = {
  'p-too-small': 'p is too small: some clients cannot be reached',
  'p-too-large': 'p exceeds the usable sites',
  'fixed-exceeds-p': 'more fixed sites than p',
  'unreachable-clients': 'some clients are within reach of no usable site',
  'capacity-too-small': 'capacity does not suffice',
  'radius-too-small': 'the radius is too small: some clients lie outside of every site',
};

export const sitingMessagesZh: SitingMessages = {
  usage:
    '用法：renlin solve pmedian|mclp|lscp|cpmp|cflp --input 文件 --format orlib|tsplib|json [--p N] [--radius R] [--capacity C] [--times K] [--time-limit 秒] [--work-budget N] [--seed N] [--json]',
  unknownProblem: (name) => `没有“${name}”这个问题；可选 pmedian、mclp、lscp、cpmp、cflp`,
  missing: (option) => `缺少 ${option}`,
  notANumber: (option, value) => `${option} 应为数字，收到“${value}”`,
  outOfRange: (option, range) => `${option} 应在 ${range} 之内`,
  badFormat: (value) => `--format 应为 orlib、tsplib 或 json，收到“${value}”`,
  badOption: (text) => `选项有误：${text}`,
  unreadable: (file, why) => `读不到文件 ${file}：${why}`,
  malformed: (file, why) => `文件 ${file} 的内容不对：${why}`,
  invalid: (why) => `输入有矛盾：${why}`,
  needs: (what) => `这个问题需要 ${what}；请在文件或选项里给出`,
  infeasible: (reason, clients) =>
    `没有可行解：${reasonsZh[reason] ?? reason}${clients > 0 ? `（涉及 ${clients} 个需求点）` : ''}`,
  nearest: (what, value) => `最近的可行值：${what} = ${value}`,
  progress: (phase, objective, bound) => `${phase}：当前 ${objective}，界 ${bound}`,
  result: (objective, bound, gap, proven, sites, seconds) =>
    `目标值 ${objective}，界 ${bound}，差距 ${gap}${proven ? '（已证明最优）' : ''}，${sites} 个站点，${seconds} 秒`,
};

export const sitingMessagesEn: SitingMessages = {
  usage:
    'Usage: renlin solve pmedian|mclp|lscp|cpmp|cflp --input FILE --format orlib|tsplib|json [--p N] [--radius R] [--capacity C] [--times K] [--time-limit S] [--work-budget N] [--seed N] [--json]',
  unknownProblem: (name) => `There is no problem "${name}"; choose pmedian, mclp, lscp, cpmp or cflp`,
  missing: (option) => `${option} is missing`,
  notANumber: (option, value) => `${option} must be a number, got "${value}"`,
  outOfRange: (option, range) => `${option} must be within ${range}`,
  badFormat: (value) => `--format must be orlib, tsplib or json, got "${value}"`,
  badOption: (text) => `Bad option: ${text}`,
  unreadable: (file, why) => `Cannot read ${file}: ${why}`,
  malformed: (file, why) => `The content of ${file} is wrong: ${why}`,
  invalid: (why) => `The input contradicts itself: ${why}`,
  needs: (what) => `This problem needs ${what}; give it in the file or as an option`,
  infeasible: (reason, clients) =>
    `No feasible answer: ${reasonsEn[reason] ?? reason}${clients > 0 ? ` (${clients} clients)` : ''}`,
  nearest: (what, value) => `Nearest feasible: ${what} = ${value}`,
  progress: (phase, objective, bound) => `${phase}: value ${objective}, bound ${bound}`,
  result: (objective, bound, gap, proven, sites, seconds) =>
    `objective ${objective}, bound ${bound}, gap ${gap}${proven ? ' (proven optimal)' : ''}, ${sites} sites, ${seconds} s`,
};
