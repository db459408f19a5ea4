// The messages in Chinese.

import { digestInChinese } from './digest-in-chinese.ts';
import type { Day, Language, News } from './sayings.ts';

const weekdays = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];

/** `9月15日周二`. */
function dayOf({ weekday, day, month, year }: Day): string {
  const date = `${month}月${day}日${weekdays[weekday - 1]}`;
  return year === undefined ? date : `${year}年${date}`;
}

const wishes = {
  demo: '，希望看演示',
  visit: '，希望我们上门拜访',
  callMe: '，希望我们致电',
} satisfies Readonly<Record<NonNullable<News['asks']>, string>>;

export const chinese: Language = {
  moment: (day, time) => `${dayOf(day)} ${time}`,
  endOf: (day) => `${dayOf(day)} 24:00`,
  listed: (names) => names.join('、'),
  about: (person, company) => (company === undefined ? person : `${person}（${company}）`),
  sender: (sender) =>
    sender?.title ? `${sender.name}（${sender.title}）` : (sender?.name ?? '有人'),
  news(sender, news, differs) {
    if (!news) return `${sender}来信。`;
    const wrote = `${sender}就 ${news.productLine} 来信${news.asks ? wishes[news.asks] : ''}。`;
    return differs.length > 0 ? `${wrote}表单所写与已知不同：${differs.join('、')}。` : wrote;
  },
  codes: {
    name: '姓名',
    email: '邮箱',
    phone: '电话',
    title: '职位',
    language: '语言',
    region: '地区',
    industry: '行业',
    employees: '员工人数',
    companyName: '公司名称',
    NO_NEED: '没有需求',
    CHOSE_COMPETITOR: '选择了竞争对手',
    NO_BUDGET: '没有预算',
    TIMING: '时机未到',
    NOT_DECISION_MAKER: '不是决策人',
    UNREACHABLE: '联系不上',
    BAD_DATA: '联系方式有误',
    POOR_FIT: '不匹配',
    MISROUTED: '分配有误',
    DUPLICATE: '重复线索',
    EXISTING_CUSTOMER: '已是客户',
    CONFLICT: '归属有争议',
    REP_INACTIVE: '销售已停用',
    REP_SUSPENDED: '销售被暂停接收线索',
    REP_ABSENT: '销售不在岗',
    HandRaised: '客户主动联系',
    RevisitDue: '回访时间已到',
    SdrWoke: 'SDR 重新启动',
    EARLIEST_TWO_WAY_CONTACT: '最早的双向联系',
    ACCOUNT_OWNER: '客户负责人',
    none: '无',
    open: '待裁定',
    overturned: '已推翻',
    upheld: '维持',
  },
  digest: digestInChinese,
  goodbye: (link) => `如不想再收到我们的邮件，请打开 ${link} 。`,
  sentences: {
    offerMade: {
      subject: '您有一条新线索',
      text: '请在 {contactDueAt} 前联系客户；在 {acceptDueAt} 前接受或拒绝。',
    },
    offerReminder: {
      subject: '有一条线索仍在等您答复',
      text: '请在 {acceptDueAt} 前接受或拒绝；逾期将转给其他同事，未答复会计为一次超时。',
    },
    offerNudge: {
      subject: 'SDR 请您答复',
      text: '{by} 就这条线索向您催办：请在 {acceptDueAt} 前接受或拒绝；逾期将转给其他同事，未答复会计为一次超时。',
    },
    offerReminderCopy: {
      subject: '您的线索已发出最后一次提醒',
      text: '{repId} 尚未答复，已最后一次提醒；答复截止时间为 {acceptDueAt}。您还可以亲自催办一次。',
    },
    offerWithdrawn: {
      subject: '一条线索已收回',
      text: '这条线索不再需要您答复：{reason}。不计入您的超时。',
    },
    offerRecalled: {
      subject: '一条线索被收回',
      text: 'SDR 收回了该线索：{reason}。不计入您的失误；只要您可以接收，下一次仍分配给您。',
    },
    offerRecalledBy: {
      subject: 'SDR 收回了一条已分配的线索',
      text: '{by} 从 {repId} 处收回了该线索：{reason}。这是本轮第 {recalls} 次收回。',
    },
    absenceWhileOffered: {
      subject: '线索待答复期间登记了缺勤',
      text: '{by} 登记 {repId} 自 {from} 至 {to} 缺勤。当时待答复的线索：{offers}。',
    },
    offerRanOut: {
      subject: '您的线索已超时',
      text: '{repId} 未在 {acceptDueAt} 前答复；线索将转给其他销售。',
    },
    suspended: {
      subject: '您暂时不能接收市场线索',
      text: '您在这条线索上再次超时，连续超时次数过多：在 {until} 之前，市场线索将分给其他同事。您已接受的线索仍归您。总监可以撤销一次超时。',
    },
    contactReminder: {
      subject: '客户仍在等您联系',
      text: '请在 {contactDueAt} 前联系客户。',
    },
    contactMissed: {
      subject: '首次联系已逾期',
      text: '本应在 {contactDueAt} 前联系客户。请立即联系；此后的联系记为迟到。',
    },
    contactMissedBy: {
      subject: '有一次首次联系未按时完成',
      text: '{repId} 本应在 {contactDueAt} 前联系客户，但没有联系。',
    },
    unrouted: {
      subject: '没有销售可以接收一条线索',
      text: '自 {since} 起等待销售；原因见线索记录。',
    },
    unroutedRegion: {
      subject: '没有销售可以接收一条线索',
      text: '自 {since} 起等待销售，且没有任何范围包含其地区：请在策略 regionNames 中添加该写法，或为销售添加该地区。',
    },
    nobodyLeft: {
      subject: '所有销售都拒绝了一条线索',
      text: '已无人可接收：请解除一项排除、退回线索，或等待新销售。',
    },
    nameRep: {
      subject: '有一条线索等您指派',
      text: '请在 {directorDueAt} 前指定销售：{choices}。',
    },
    nameRepOfNobody: {
      subject: '有一条线索等您指派',
      text: '请在 {directorDueAt} 前指定销售：目前无人符合条件。',
    },
    refused: {
      subject: '销售退回了一条线索',
      text: '拒绝原因：{reason}。再次移交前请先联系客户。',
    },
    reviewRefusal: {
      subject: '这算是线索吗？请确认或进一步了解',
      text: '销售认为我们无法服务这位客户。',
    },
    mergeDuplicate: {
      subject: '一条线索可能重复：请合并',
      text: '销售说此采购已有另一条线索。',
    },
    giveToAccountOwner: {
      subject: '线索来自现有客户：请交给客户负责人',
      text: '销售说该公司已是我们的客户。',
    },
    decideConflict: {
      subject: '双方都主张一条线索：请裁定',
      text: '销售说我方另有同事在跟进这位客户。',
    },
    disputeOpened: {
      subject: '一次拒绝有争议：请安排中立人员回访客户',
      text: '{repId} 拒绝了线索（{reason}），SDR 有异议。请在 {callBackDueAt} 前回访，听取双方录音，并对 {disputeId} 作出裁定。',
    },
    callBackOverdue: {
      subject: '中立回访已逾期',
      text: '{disputeId} 尚未裁定；请回访客户并裁定。',
    },
    disputeOverturned: {
      subject: '拒绝已被推翻',
      text: '中立回访认为线索有效。',
    },
    disputeUpheld: {
      subject: '拒绝维持不变',
      text: '中立回访认为拒绝合理。',
    },
    sdrReminded: {
      subject: '有一条线索在等您',
      text: '自 {since} 起无人处理（等级 {grade}）。',
    },
    sdrEscalated: {
      subject: '有一条线索在等 SDR',
      text: '自 {since} 起无人处理（等级 {grade}），已提醒过 SDR。',
    },
    backInQueue: {
      subject: '一条线索回到了队列',
      text: '该线索目前无人负责：{sdrId} 不在。它仍在原来的位置。',
    },
    handedOver: {
      subject: '一条线索现在由您负责',
      text: '{by} 已将其移交给您。',
    },
    backFromNurture: {
      subject: '一条线索已从培育中返回',
      text: '线索又归您跟进（{because}）；移交前请先联系客户。',
    },
    extraCycle: {
      subject: '一条线索可以再走一轮吗？',
      text: '已经过 {cycles} 轮，现申请再来一轮（{because}）。请批准或拒绝。',
    },
    touchYourself: {
      subject: '该做一次培育触达了',
      text: '线索自 {since} 起处于培育中；请发送一些有用的内容。',
    },
    callInstead: {
      subject: '请打电话代替邮件',
      text: '这位客户不接收我们的邮件；请致电了解进展。',
    },
    customerBought: {
      subject: '您的客户有一条较早的询盘',
      text: '我们原要就 {productLine} 写信，但其公司已经购买，因此没有发送。请询问是否仍有需要。',
    },
    customerWroteAgain: {
      subject: '客户再次来信',
      text: '{news}详情见线索。',
    },
    colleagueWrote: {
      subject: '客户的同事来信了',
      text: '{news}这位同事的联系方式和所写内容见线索。',
    },
    existingCustomerWrote: {
      subject: '您的客户来信了',
      text: '{news}该公司曾向我们采购；详情见线索。',
    },
    checkByPhone: {
      subject: '一条询盘被搁置：请电话核实',
      text: '它被搁置（{reasons}）。请通过电话或所写内容核实，然后注明原因予以放行或关闭。',
    },
    judgeByWords: {
      subject: '一条询盘被搁置：请核实',
      text: '它被搁置（{reasons}）。客户拒绝了所留的全部联系方式，请勿致电：请根据所写内容判断，然后注明原因予以放行或关闭。',
    },
    confirmEnquiry: {
      subject: '请确认您的询盘',
      text: '有人向我们留下了您的邮箱。请打开 /v1/opt-ins/{optInToken} 确认，我们会与您联系；如不操作，您将不再收到消息。',
    },
    confirmConsent: {
      subject: '我们可以再次联系您吗？',
      text: '您曾要求我们不再联系，而现在一份留有您邮箱的表单同意联系。如果是您本人，请打开 /v1/opt-ins/{optInToken} 确认；如不操作，一切维持您原来的意愿。',
    },
    claimedAgainstTouch: {
      subject: '一位销售主张客户为自拓：请裁定',
      text: '{repId} 提出在 {at} 有过联系；市场触达时间为 {touchAt}。按规则，最早可验证的触达为首次来源，SDR 业绩须有移交。',
    },
    claimedAgainstLead: {
      subject: '一位销售主张客户为自拓：请裁定',
      text: '{repId} 提出在 {at} 有过联系；线索自 {since} 起已存在。请查明谁在先。',
    },
    claimedByTwo: {
      subject: '一位销售主张客户为自拓：请裁定',
      text: '{repId} 提出在 {at} 有过联系，另一位销售也主张该客户。按规则归 {ruledFor}（{because}）。',
    },
    ownersDiffer: {
      subject: '合并后有两位负责人：请裁定',
      text: '合并后 {owners} 都是 {what} 的负责人；请与他们商定归属。',
    },
    mergedInto: {
      subject: '两条线索已合并',
      text: '与 {into} 是同一采购，今后在那里继续。',
    },
    mergedFrom: {
      subject: '两条线索已合并',
      text: '{from} 是同一采购，现已并入此线索。',
    },
    windowReminder: {
      subject: '请建立商机，或退回线索',
      text: '您于 {acceptedAt} 接受；须在 {oppDueAt} 前建立商机。',
    },
    windowOver: {
      subject: '建立商机的期限已过',
      text: '您于 {acceptedAt} 接受；本应在 {oppDueAt} 前建立商机。',
    },
    opportunityYours: {
      subject: '一个商机现在归您',
      text: '当前阶段 {stage}，此前由 {from} 负责。',
    },
    opportunityStalled: {
      subject: '一个商机停滞了',
      text: '已有一段时间没有记录（当前阶段 {stage}）：下一步是什么？',
    },
    opportunitySilent: {
      subject: '一个商机停滞了，负责人没有回应',
      text: '已向 {repId} 询问下一步 {asked} 次（当前阶段 {stage}）。在有人填写之前，它一直算作停滞。',
    },
    leadBackWithRep: {
      subject: '您的一条线索又回到了销售手中',
      text: '{repId} 已重新打开商机：您无需处理。',
    },
    opportunityOrphaned: {
      subject: '一个商机需要新的负责人',
      text: '{repId} 已离职：请交给其他销售。',
    },
    ruleOnCancellation: {
      subject: '请裁定一次取消',
      text: '商机已取消（{cause}）；请在 {rulingDueAt} 前批准或驳回该原因。',
    },
    cancellationPassedOn: {
      subject: '运营尚未裁定一次取消：您可以裁定',
      text: '商机已取消（{cause}）；在原因被批准或驳回之前，SDR 的业绩暂缓。',
    },
    callCustomerBack: {
      subject: '请回访客户',
      text: '商机被无故取消：请向客户了解情况。',
    },
    cancelledWithoutCause: {
      subject: '一个商机被无故取消',
      text: '{repId} 在 SDR 业绩的观察期内取消了它。',
    },
    lookAtPair: {
      subject: '请关注一对销售与 SDR',
      text: '{repId} 在 {sdrId} 的线索上建立的 {confirmed} 个商机中，有 {lateCancels} 个在业绩确认后被无故取消。',
    },
    leadErased: {
      subject: '一条线索已被删除',
      text: '当事人要求被遗忘；请删除您保存的相关资料。',
    },
    calendarEnds: {
      subject: '一份日历即将到期',
      text: '日历 {calendarId} 只覆盖到 {coveredUntil}。请通过 PUT /v1/calendars/{calendarId} 发布之后的日期；在此之前，之后的期限均为暂定。',
    },
    cameToEvent: {
      subject: '请回访到场的客户',
      text: '{sender}参加了 {form}；请今天致电了解感受。',
    },
    missedEvent: {
      subject: '请联系未到场的客户',
      text: '{sender}原定参加 {form} 但没有到场；请致电介绍内容。',
    },
    unreachable: {
      subject: '有人留下的联系方式无法识别',
      text: '表单 {form} 带来了 {submissionId}，但无法联系到任何人。GET /v1/submissions/{submissionId} 可查看原文，保留至 {until}：请补上正确的邮箱或电话后放行，或将其关闭。',
    },
    metaLeadLate: {
      subject: '无法取回 Meta 的一条线索',
      text: '{source} 通知了线索 {leadgenId}，但暂时无法取回其内容（{why}）。Meta 会在一天半内重试；请检查 META_PAGES，或在表单页面手动下载。',
    },
    crmRefused: {
      subject: 'CRM 传来的内容有误',
      text: '{problem}。请在 CRM 或此处更正。',
    },
    recordingsToDelete: {
      subject: '请删除这些录音：当事人要求被遗忘',
      text: '{recordings}',
    },
    dailyDigest: {
      subject: '今日待办',
      text: '{sections}',
    },
    weeklyDigest: {
      subject: '本周待办与周会议题',
      text: '{sections}',
    },
  },
};
