// Words of patrols, for the console and the phone.
import type { WebMessages } from '../kit/i18n.tsx';

export const patrolMessages: WebMessages = {
  'zh-CN': {
    'patrol.title': '巡查',
    'patrol.state.due': '待巡查',
    'patrol.state.done': '已巡查',
    'patrol.state.late': '上期没巡查',
    'patrol.period': '{from} 至 {to}',
    'patrol.lateSince': '从 {day} 起该补上',
    'patrol.answer.yes': '是',
    'patrol.answer.no': '否',
    'patrol.answer.na': '不涉及',
    'patrol.last.open': '上次发现：{words}（{number}，处置中）',
    'patrol.last.closed': '上次发现：{words}（{number}，已处置）',
    'patrol.last.unseen': '上次发现：{words}',
    'patrol.version': '第 {n} 版，{day} 起施行',
    'patrol.basis.legal': '法定依据：{text}',
    'patrol.basis.local': '本地依据：{text}',
  },
  en: {
    'patrol.title': 'Patrol',
    'patrol.state.due': 'to do',
    'patrol.state.done': 'done',
    'patrol.state.late': 'last period was missed',
    'patrol.period': '{from} to {to}',
    'patrol.lateSince': 'to be made up since {day}',
    'patrol.answer.yes': 'Yes',
    'patrol.answer.no': 'No',
    'patrol.answer.na': 'Not here',
    'patrol.last.open': 'Found last time: {words} ({number}, being handled)',
    'patrol.last.closed': 'Found last time: {words} ({number}, dealt with)',
    'patrol.last.unseen': 'Found last time: {words}',
    'patrol.version': 'version {n}, in force from {day}',
    'patrol.basis.legal': 'Basis in law: {text}',
    'patrol.basis.local': 'Local basis: {text}',
  },
};
