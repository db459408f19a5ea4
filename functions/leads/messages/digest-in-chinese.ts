// The digest in Chinese.

import type { DigestWords } from './digest-lines.ts';

export const digestInChinese: DigestWords = {
  headings: {
    answer: '待接受或拒绝的线索',
    contact: '待首次联系的客户',
    window: '建立商机期限将至的已接受线索',
    silent: '已有一段时间没有进展记录的商机',
    qualify: '待您判断的线索',
    queue: '队列中尚无人领取的线索',
    choose: '待您指派的线索',
    dispute: '待裁定的争议',
    standing: '您的状态',
    agenda: '周会议题：销售拒绝或退回的线索',
    figures: '自上次周报以来的数据',
  },
  lines: {
    answer: '{lead}：截止 {dueAt}',
    contact: '{lead}：截止 {dueAt}',
    window: '{lead}：{dueAt} 到期',
    silent: '{lead}：阶段 {stage}，自 {since} 起无记录（{repId}）',
    qualify: '{lead}：等级 {grade}，自 {since} 起由您负责',
    queue: '{lead}：等级 {grade}，自 {since} 起等待',
    choose: '{lead}：截止 {dueAt}',
    dispute: '{lead}：{repId} 已拒绝；中立回访截止 {dueAt}',
    misses: '连续超时 {misses} 次；满 {most} 次将被暂停接收市场线索。',
    suspended: '您在 {until} 前不再收到市场线索。',
    rejected: '{lead}：{repId} 拒绝，{reason}；SDR {sdrId}；争议：{dispute}',
    returned: '{lead}：{repId} 退回，{reason}；SDR {sdrId}；争议：{dispute}',
    funnel: '新进：MQL {mql}，SAL {sal}，商机 {opportunity}，订单 {won}，详见 {report}',
    inTime: '按时答复：{of} 条中的 {percent}%，详见 {report}',
    tooFewInTime: '按时答复：{of} 条中 {count} 条，数量太少，不计比例，详见 {report}',
    openCredits: '未结业绩：取消观察期内 {pending}，尚无商机 {windowOpen}，详见 {report}',
    forecast: '在途商机预期：{amounts}，详见 {report}',
  },
  more: (count) => `另有 ${count} 条`,
  page: (link) => `查看全部：${link}`,
};
