// The headers under which the usual systems write what we read, in the order in which they are believed.
import type { OrderField } from './contract.ts';

export const HEADER_ALIASES: Readonly<Record<OrderField, readonly string[]>> = {
  number: [
    '工单编号',
    '工单号',
    '受理编号',
    '受理单号',
    '案件编号',
    '案卷编号',
    '事件编号',
    '任务号',
    '编号',
    '流水号',
  ],
  text: ['诉求内容', '反映内容', '工单内容', '问题描述', '事件描述', '案件描述', '主要内容', '内容', '描述'],
  title: ['工单标题', '标题', '主题', '诉求标题', '事件名称'],
  category: [
    '诉求类别',
    '问题分类',
    '事件类别',
    '案件小类',
    '小类名称',
    '类别',
    '分类',
    '诉求分类',
    '内容分类',
  ],
  address: ['事发地址', '发生地址', '问题地址', '案发地址', '详细地址', '地址', '事发地点', '发生地点'],
  area: ['所属社区', '社区', '所属街道', '所属网格', '街道'],
  lng: ['经度', 'lng', 'longitude', 'x坐标', '坐标x'],
  lat: ['纬度', 'lat', 'latitude', 'y坐标', '坐标y'],
  point: ['坐标', '经纬度'],
  reporterName: ['来电人', '反映人', '诉求人', '举报人', '联系人', '来电人姓名', '姓名'],
  reporterPhone: ['来电号码', '联系电话', '反映人电话', '联系方式', '来电电话', '电话', '手机'],
  receivedAt: ['受理时间', '来电时间', '登记时间', '上报时间', '派单时间', '创建时间'],
  deadline: ['办理时限', '截止时间', '办结时限', '处理时限', '要求办结时间', '反馈截止时间', '到期时间'],
  urgency: ['紧急程度', '工单等级', '紧急级别', '缓急'],
  state: ['工单状态', '办理状态', '案件状态', '状态'],
  stateReason: ['退回原因', '退回理由', '状态说明', '撤单原因'],
};

/** Words for urgency that most systems share. */
export const URGENT_WORDS: readonly string[] = ['紧急', '特急', '加急', '突发'];

/** The usual words for a state of an order; the first of a state is the one we say. */
export const STATE_WORDS = [
  { word: '待签收', state: 'received' },
  { word: '已签收', state: 'accepted' },
  { word: '办理中', state: 'handling' },
  { word: '已办结', state: 'replied' },
  { word: '不予受理', state: 'declined' },
  { word: '退回重办', state: 'returned' },
  { word: '已撤单', state: 'withdrawn' },
] as const;

/** 上午, 下午 and the marks between the parts of a date that people type. */
export const DATE =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(上午|下午|AM|PM)?\s*(\d{1,2})[:：时点](\d{1,2})分?(?:[:：]?(\d{1,2})秒?)?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;
export const AFTERNOON: readonly string[] = ['下午', 'PM'];
export const FORENOON: readonly string[] = ['上午', 'AM'];
