/** Why nothing came of a scan: what is the matter, and what to do about it. */
export interface ScanNote {
  title: string
  text: string
}

export const SCAN_NOTES = {
  wrong: { title: '这不是包保公示牌的二维码', text: '请扫企业门口公示牌上的码，或输入牌上的公示编号。' },
  denied: { title: '没有相机权限', text: '可在手机设置里打开，或输入公示编号。编号印在公示牌的二维码旁边。' },
  none: { title: '没有可用的相机', text: '可以选照片识别，或输入公示编号。编号印在公示牌的二维码旁边。' },
  decoder: { title: '扫码功能没加载出来', text: '联网打开一次即可。现在请输入公示编号，编号印在公示牌的二维码旁边。' },
  unread: { title: '照片里没认出二维码', text: '请靠近一点，拍清楚整个码，或输入公示编号。' },
  broken: { title: '这张照片打不开', text: '请重新拍一张，或输入公示编号。' },
} satisfies Record<string, ScanNote>
