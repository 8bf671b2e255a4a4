// The duties that a post can carry. A right to act is always duty × place × unit: nobody "is" an administrator, somebody
// holds a post that manages something somewhere.
export type DutyCode =
  | 'report'
  | 'handle'
  | 'verify'
  | 'intake'
  | 'dispatch'
  | 'escalate-receive'
  | 'approve-extension'
  | 'hotline'
  | 'supervise'
  | 'whistle'
  | 'command'
  | 'rule'
  | 'caretaker'
  | 'apply-admission'
  | 'admit'
  | 'manage-org'
  | 'manage-catalogue'
  | 'manage-calendar'
  | 'manage-accounts'
  | 'manage-security'
  | 'audit'
  | 'view';

export type Duty = {
  code: DutyCode;
  label: { 'zh-CN': string; en: string };
  /** What a resident can expect of the holder; only for duties that face residents. */
  canDo?: { 'zh-CN': string; en: string };
  /** Granted only by a holder of `manage-security`, and never to oneself. */
  guarded?: true;
};

export const duties: readonly Duty[] = [
  {
    code: 'report',
    label: { 'zh-CN': '巡查上报', en: 'Patrol and report' },
    canDo: { 'zh-CN': '上门走访、巡查，替您上报问题', en: 'visits, patrols and reports problems for you' },
  },
  {
    code: 'handle',
    label: { 'zh-CN': '处置', en: 'Handle' },
    canDo: { 'zh-CN': '处置交办的问题', en: 'handles the problems assigned to the unit' },
  },
  {
    code: 'verify',
    label: { 'zh-CN': '核查', en: 'Verify' },
    canDo: { 'zh-CN': '到现场核实处置结果', en: 'checks results on the spot' },
  },
  {
    code: 'intake',
    label: { 'zh-CN': '受理立案', en: 'Intake' },
    canDo: { 'zh-CN': '受理并登记您反映的问题', en: 'takes in and registers what you report' },
  },
  { code: 'dispatch', label: { 'zh-CN': '派遣', en: 'Dispatch' } },
  { code: 'escalate-receive', label: { 'zh-CN': '接收提级', en: 'Receive escalations' } },
  { code: 'approve-extension', label: { 'zh-CN': '审批延期', en: 'Approve extensions' } },
  {
    code: 'hotline',
    label: { 'zh-CN': '热线坐席', en: 'Hotline' },
    canDo: { 'zh-CN': '接听来电并登记', en: 'answers calls and registers them' },
  },
  { code: 'supervise', label: { 'zh-CN': '督办', en: 'Supervise' } },
  { code: 'whistle', label: { 'zh-CN': '吹哨', en: 'Whistle' } },
  { code: 'command', label: { 'zh-CN': '指挥长', en: 'Commander' } },
  { code: 'rule', label: { 'zh-CN': '裁定权属', en: 'Rule on ownership' } },
  {
    code: 'caretaker',
    label: { 'zh-CN': '先行处置', en: 'Act first' },
    canDo: { 'zh-CN': '责任不清的问题先行处置', en: 'acts first when nobody is clearly responsible' },
  },
  { code: 'apply-admission', label: { 'zh-CN': '申请准入', en: 'Apply for admission' } },
  { code: 'admit', label: { 'zh-CN': '准入决定（减负专班）', en: 'Decide on admission (relief group)' } },
  { code: 'manage-org', label: { 'zh-CN': '管理组织与网格', en: 'Manage organisation and grids' } },
  { code: 'manage-catalogue', label: { 'zh-CN': '管理分类与清单', en: 'Manage categories and duty lists' } },
  { code: 'manage-calendar', label: { 'zh-CN': '管理工作日历', en: 'Manage the calendar' } },
  { code: 'manage-accounts', label: { 'zh-CN': '管理账号', en: 'Manage accounts' }, guarded: true },
  { code: 'manage-security', label: { 'zh-CN': '安全管理', en: 'Manage security' }, guarded: true },
  { code: 'audit', label: { 'zh-CN': '审计', en: 'Audit' }, guarded: true },
  { code: 'view', label: { 'zh-CN': '查看', en: 'View' } },
];
