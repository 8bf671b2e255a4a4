// What is wrong with (or remarkable about) a CAP document, in words that name the place and the fix.
import type { MessageFile } from '../../platform/i18n/messages.ts';

export const capMessages: MessageFile = {
  'zh-CN': {
    'field.cap-too-large': '{field}：超过 {bytes} 字节，不读。请向发布单位要单条预警。',
    'field.cap-empty': '{field}：是空的。',
    'field.cap-encoding-unknown':
      '{field}：不认识编码 {encoding}。请用 UTF-8、UTF-16、GB18030 或 ISO-8859-1。',
    'field.cap-encoding-mixed': '{field}：内容和所写编码 {encoding} 不符。请按所写编码重新保存。',
    'field.cap-control-character': '{field}：含有 XML 不允许的控制字符。',
    'field.cap-doctype': '{field}：带有文档类型声明（DOCTYPE），一律不收。请去掉声明和实体。',
    'field.cap-entity': '{field}：{at} 处用了 XML 没有的实体 {entity}。',
    'field.cap-truncated': '{field}：不完整，在 {at} 处断开。请重新下载。',
    'field.cap-too-deep': '{field}：{at} 处嵌套超过 {depth} 层，或元素超过 {elements} 个。',
    'field.cap-not-xml': '{field}：不是正确的 XML（{at}）。',
    'field.cap-not-cap': '{field}：不是 CAP 1.1 或 1.2 预警（根元素 {at}，命名空间“{namespace}”）。',
    'field.cap-missing': '{field}：{at} 缺少 {element}。',
    'field.cap-unknown-element': '{field}：{at} 里有 CAP 没有的元素 {element}。',
    'field.cap-twice': '{field}：{at} 只能出现一次。',
    'field.cap-order': '{field}：{at} 的顺序不对。',
    'field.cap-stray-text': '{field}：{at} 里有多余的文字。',
    'field.cap-value': '{field}：{at} 的值“{value}”不在 {allowed} 之内。',
    'field.cap-date': '{field}：{at} 的时间“{value}”不对，应为 2026-07-15T10:00:00+08:00 这样的写法。',
    'field.cap-number': '{field}：{at} 的“{value}”不是数。',
    'field.cap-language': '{field}：{at} 的“{value}”不是语言代码。',
    'field.cap-name': '{field}：{at} 的“{value}”不能为空，也不能有空格、逗号、< 或 &。',
    'field.cap-reference': '{field}：{at} 的“{value}”应为“发送方,编号,时间”。',
    'field.cap-reference-circular': '{field}：{at} 引用了它自己（{value}）。',
    'field.cap-reference-later': '{field}：{at} 引用的 {value} 比它自己还晚。',
    'field.cap-references-missing': '{field}：{type} 必须写明更新或解除哪一条（references）。',
    'field.cap-no-info': '{field}：没有 info，看不出是什么预警。',
    'field.cap-sequence': '{field}：{at} 的 {element} 不晚于发布或生效时间，这条预警从未有效。',
    'field.cap-sequence-onset': '{field}：{at} 的 {element} 在有效时间以外，请核对。',
    'field.cap-restriction-missing':
      '{field}：范围是 Restricted，却没有写限制（restriction）。不对居民公开。',
    'field.cap-restriction-stray': '{field}：写了限制，范围却是 {scope}。请核对能否公开。',
    'field.cap-addresses-missing': '{field}：范围是 Private，却没有收件人。不对居民公开。',
    'field.cap-html': '{field}：{at} 含有网页标记，按纯文字显示。',
    'field.cap-expires-default': '{field}：{at} 没有写结束时间，按发布后 {hours} 小时。',
    'field.cap-ceiling': '{field}：{at} 的上限高度 {ceiling} 低于 {altitude} 或缺少下限。',
    'field.cap-same-text': '{field}：{at} 两种语言（{languages}）文字相同，可能没有翻译。',
    'field.cap-polygon-pair': '{field}：{at} 的“{value}”不是“纬度,经度”。这块范围没有用。',
    'field.cap-polygon-few': '{field}：{at} 只有 {points} 个点，至少 4 个。这块范围没有用。',
    'field.cap-polygon-open': '{field}：{at} 首尾不相接。这块范围没有用，请人工指明区域。',
    'field.cap-polygon-crosses': '{field}：{at} 自己相交。这块范围没有用，请人工指明区域。',
    'field.cap-polygon-flat': '{field}：{at} 没有围成面。这块范围没有用。',
    'field.cap-circle': '{field}：{at} 的“{value}”应为“纬度,经度 公里”。这块范围没有用。',
    'field.cap-not-feed': '{field}：不是 Atom 或 RSS 清单。',
    'field.cap-feed-missing': '{field}：清单的 {at} 缺少 {element}。',
    'field.cap-feed-long': '{field}：清单超过 {most} 条。',
    'field.cap-feed-link': '{field}：清单里只有地址 {link}，不自动下载。请下载后交上来。',
    'field.cap-not-warning': '{field}：{type} 是系统之间的回执，不是预警。',
    'field.cap-name-reused': '{field}：编号 {value} 已用于另一时间的预警。更新要用新编号并写 references。',
    'field.cap-former-unknown': '{field}：所更新或解除的 {value} 这里没有收到过。请核对旧预警是否还挂着。',
    'field.cap-former-of-others': '{field}：{value} 是 {sender} 发布的，别人不能更新或解除，旧预警照旧。',
    'field.cap-elsewhere':
      '{field}：所写区域“{area}”与本区无重合，未通知指挥长。若涉及本区，请人工指明区域。',
  },
  en: {
    'field.cap-too-large':
      '{field}: larger than {bytes} bytes, not read. Ask the issuer for the single warning.',
    'field.cap-empty': '{field}: it is empty.',
    'field.cap-encoding-unknown':
      '{field}: the encoding {encoding} is unknown. Use UTF-8, UTF-16, GB18030 or ISO-8859-1.',
    'field.cap-encoding-mixed':
      '{field}: its bytes are not of the encoding {encoding} that it declares. Save it again in that encoding.',
    'field.cap-control-character': '{field}: it holds control characters that XML forbids.',
    'field.cap-doctype':
      '{field}: it declares a document type (DOCTYPE), which is never taken. Leave out the declaration and its entities.',
    'field.cap-entity': '{field}: at {at} it uses an entity that XML does not have: {entity}.',
    'field.cap-truncated': '{field}: it is cut off at {at}. Download it again.',
    'field.cap-too-deep': '{field}: at {at} more than {depth} levels or {elements} elements.',
    'field.cap-not-xml': '{field}: no sound XML ({at}).',
    'field.cap-not-cap': '{field}: no alert of CAP 1.1 or 1.2 (root {at}, namespace “{namespace}”).',
    'field.cap-missing': '{field}: {at} lacks {element}.',
    'field.cap-unknown-element': '{field}: {at} holds {element}, which CAP does not have.',
    'field.cap-twice': '{field}: {at} may stand only once.',
    'field.cap-order': '{field}: {at} stands out of order.',
    'field.cap-stray-text': '{field}: {at} holds text that belongs nowhere.',
    'field.cap-value': '{field}: {at} is “{value}”, not one of {allowed}.',
    'field.cap-date': '{field}: {at} is “{value}”, not a time like 2026-07-15T10:00:00+08:00.',
    'field.cap-number': '{field}: {at} is “{value}”, not a number.',
    'field.cap-language': '{field}: {at} is “{value}”, not a language code.',
    'field.cap-name': '{field}: {at} is “{value}”; it must not be empty nor hold blanks, commas, < or &.',
    'field.cap-reference': '{field}: {at} holds “{value}”, not “sender,identifier,sent”.',
    'field.cap-reference-circular': '{field}: {at} refers to itself ({value}).',
    'field.cap-reference-later': '{field}: {at} refers to {value}, which was sent later than itself.',
    'field.cap-references-missing': '{field}: {type} must say what it updates or cancels (references).',
    'field.cap-no-info': '{field}: it has no info; nobody can tell what it warns of.',
    'field.cap-sequence':
      '{field}: at {at}, {element} is not after it was sent or takes effect: it never holds.',
    'field.cap-sequence-onset': '{field}: at {at}, {element} lies outside the time in force. Please check.',
    'field.cap-restriction-missing':
      '{field}: its scope is Restricted, but it names no restriction. It is not shown to residents.',
    'field.cap-restriction-stray':
      '{field}: it names a restriction, but its scope is {scope}. Check whether it is public.',
    'field.cap-addresses-missing':
      '{field}: its scope is Private, but it names no addressees. It is not shown to residents.',
    'field.cap-html': '{field}: {at} holds markup; it is shown as plain text.',
    'field.cap-expires-default':
      '{field}: {at} names no end; it is taken for {hours} hours from when it was sent.',
    'field.cap-ceiling': '{field}: at {at} the ceiling {ceiling} is below {altitude}, or has no altitude.',
    'field.cap-same-text':
      '{field}: {at}: two languages ({languages}) have the same words; perhaps not translated.',
    'field.cap-polygon-pair':
      '{field}: {at} holds “{value}”, not “latitude,longitude”. This outline is not used.',
    'field.cap-polygon-few':
      '{field}: {at} has {points} points, at least 4 are needed. This outline is not used.',
    'field.cap-polygon-open':
      '{field}: {at} does not close. This outline is not used; name the areas by hand.',
    'field.cap-polygon-crosses':
      '{field}: {at} crosses itself. This outline is not used; name the areas by hand.',
    'field.cap-polygon-flat': '{field}: {at} encloses nothing. This outline is not used.',
    'field.cap-circle':
      '{field}: {at} is “{value}”, not “latitude,longitude kilometres”. This circle is not used.',
    'field.cap-not-feed': '{field}: no list in Atom or RSS.',
    'field.cap-feed-missing': '{field}: {at} of the list lacks {element}.',
    'field.cap-feed-long': '{field}: the list has more than {most} entries.',
    'field.cap-feed-link':
      '{field}: the list only gives the address {link}; it is not fetched. Download it and hand it in.',
    'field.cap-not-warning': '{field}: {type} is a receipt between systems, no warning.',
    'field.cap-name-reused':
      '{field}: the identifier {value} stands for a warning of another time. An update takes a new identifier and references.',
    'field.cap-former-unknown':
      '{field}: {value}, which it updates or cancels, was never received here. Check whether the old warning still stands.',
    'field.cap-former-of-others':
      '{field}: {value} was issued by {sender}; nobody else updates or cancels it. The old warning stands.',
    'field.cap-elsewhere':
      '{field}: its area “{area}” meets nothing of this district; no commander was told. If it does concern you, name the areas by hand.',
  },
};
