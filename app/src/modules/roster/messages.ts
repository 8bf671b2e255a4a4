import type { MessageFile } from '../../platform/i18n/messages.ts';

export const rosterMessages: MessageFile = {
  'zh-CN': {
    'problem.roster.area-unknown': '没有这个区域。请从列表里选一个。',
    'problem.roster.not-yours': '您不排{area}的班，也不在这一班。请联系当地指挥长或值班岗位。',
    'problem.roster.post-unknown': '没有这个岗位，或者它已经撤销。请选现有的岗位。',
    'problem.roster.span': '这一班排得不对：一班最长 24 小时，值班和带班不能是同一岗位。',
    'problem.roster.overlap': '这段时间已经排了{title}。请改时间，或先撤那一班。',
    'problem.roster.unknown': '没有这一班，或者已经撤了。请刷新。',
    'problem.roster.over': '这一班已经开始或过去，不能再改。',
    'problem.roster.handed-over': '这一班已经交过班。',
    'problem.roster.not-begun': '这一班还没开始，不能交班。',
    'field.roster-area': '{field}：没有这个区域。',
    'field.roster-post': '{field}：没有这个岗位。',
    'field.roster-span': '{field}：要晚于开始，不超过 24 小时。',
    'field.roster-two': '{field}：带班要是另一个岗位。',
    'field.roster-over': '{field}：已经过去。',
    'field.roster-overlap': '{field}：和另一班重叠。',
  },
  en: {
    'problem.roster.area-unknown': 'There is no such area. Choose one of the list.',
    'problem.roster.not-yours': 'You plan no shifts in {area} and are not on this one. Ask its commander.',
    'problem.roster.post-unknown': 'There is no such post, or it has ended. Choose one that exists.',
    'problem.roster.span': 'A shift has 24 hours at most, and the desk and the leader are two posts.',
    'problem.roster.overlap':
      '{title} is planned for that time. Change the time, or strike that shift first.',
    'problem.roster.unknown': 'There is no such shift, or it was struck. Reload.',
    'problem.roster.over': 'This shift has begun or is past and cannot be changed.',
    'problem.roster.handed-over': 'This shift was handed over already.',
    'problem.roster.not-begun': 'This shift has not begun and cannot be handed over.',
    'field.roster-area': '{field}: no such area.',
    'field.roster-post': '{field}: no such post.',
    'field.roster-span': '{field}: after the beginning, within 24 hours.',
    'field.roster-two': '{field}: the leader is another post.',
    'field.roster-over': '{field}: past.',
    'field.roster-overlap': '{field}: overlaps another shift.',
  },
};
