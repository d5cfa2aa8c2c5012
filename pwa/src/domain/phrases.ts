/** Ready words for 问题描述: what is seen most often for questions of a kind. They are added, never replace. */

const PHRASES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/许可证|营业执照|登记证|证照/, ['证照已过期', '未悬挂公示', '超范围经营']],
  [/公示牌|包保干部|公示/, ['未张贴', '内容与实际不符', '二维码无法识读']],
  [/生熟|分类存放|分区|分开/, ['生熟混放', '敞口未加盖', '未离墙离地']],
  [/标签|标识/, ['无标签', '未标明制作时间', '标签看不清']],
  [/保质期|过期|变质|临期/, ['有过期食品', '临期食品未单独存放', '有变质食品']],
  [/日管控|周排查|月调度|风险管控/, ['记录不连续', '没有记录', '记录与实际不符']],
  [/健康证|健康证明|从业人员/, ['健康证过期', '未取得健康证', '未戴口罩和工作帽']],
  [/培训|考核/, ['没有培训记录', '抽问答不出']],
  [/消毒|餐具|餐饮具/, ['餐具未消毒', '消毒设备不能用', '没有消毒记录']],
  [/洗手|清洁|卫生|虫害|三防|防蝇|防鼠/, ['地面有积水', '垃圾未加盖', '防蝇防鼠设施缺损']],
  [/留样/, ['没有留样', '留样量不足', '留样没有标签']],
  [/添加剂/, ['未专柜存放', '没有使用记录', '称量工具缺失']],
  [/进货|查验|索证|票据|追溯/, ['没有进货票据', '供货商资质不全', '台账没有登记']],
  [/温度|冷藏|冷冻|冷链/, ['温度不符合要求', '没有温度记录', '设备不能正常制冷']],
  [/检验|出厂/, ['没有检验记录', '缺少检验项目']],
  [/反食品浪费|浪费/, ['未张贴反浪费标识']],
]
const USUAL = ['没有记录', '制度没有落实', '现场不能提供材料']
const MOST = 4

/** The phrases offered under a question, most fitting first. */
export function phrasesFor(question: string): string[] {
  const fitting = PHRASES.filter(([word]) => word.test(question)).flatMap(([, phrases]) => phrases)
  return [...new Set(fitting.length ? fitting : USUAL)].slice(0, MOST)
}

/** A phrase put after what is there already; never twice. */
export function withPhrase(text: string, phrase: string): string {
  if (text.includes(phrase)) return text
  const before = text.trimEnd()
  if (!before) return phrase
  return /[，。；、,;]$/.test(before) ? `${before}${phrase}` : `${before}，${phrase}`
}
