const basic = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;
const extended = /[\^{}\\[~\]|€]/g;

/** How many SMS a text takes: 160 or 153 characters each in GSM 03.38, 70 or 67 in UCS-2. */
export function segmentsOf(text: string): number {
  const [length, alone, joined] = basic.test(text) ? [text.length + (text.match(extended)?.length ?? 0), 160, 153] : [text.length, 70, 67];
  return length <= alone ? 1 : Math.ceil(length / joined);
}
