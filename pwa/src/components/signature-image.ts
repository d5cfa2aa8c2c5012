/** The picture of a signature: upright, without its empty margins, no larger than it need be. */

const MARGIN_PX = 12
const MOST_PX = 900

/** A sheet signed with the phone held sideways, turned so that the name can be read. */
export function turnedBack(sheet: HTMLCanvasElement): HTMLCanvasElement {
  const upright = document.createElement('canvas')
  upright.width = sheet.height
  upright.height = sheet.width
  const pen = upright.getContext('2d')
  pen?.translate(0, sheet.width)
  pen?.rotate(-Math.PI / 2)
  pen?.drawImage(sheet, 0, 0)
  return upright
}

/** The part of a sheet that is written on, transparent around the ink. */
export function drawnPart(sheet: HTMLCanvasElement): HTMLCanvasElement {
  const box = inked(sheet)
  if (!box) return sheet
  const scale = Math.min(1, MOST_PX / Math.max(box.width, box.height))
  const part = document.createElement('canvas')
  part.width = Math.round(box.width * scale)
  part.height = Math.round(box.height * scale)
  part.getContext('2d')?.drawImage(sheet, box.x, box.y, box.width, box.height, 0, 0, part.width, part.height)
  return part
}

function inked(sheet: HTMLCanvasElement): { x: number; y: number; width: number; height: number } | null {
  const { width, height } = sheet
  const dots = sheet.getContext('2d')?.getImageData(0, 0, width, height).data
  if (!dots) return null
  let [left, top, right, bottom] = [width, height, -1, -1]
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (!dots[(y * width + x) * 4 + 3]) continue
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
  }
  if (right < 0) return null
  const x = Math.max(0, left - MARGIN_PX)
  const y = Math.max(0, top - MARGIN_PX)
  return { x, y, width: Math.min(width, right + MARGIN_PX) - x, height: Math.min(height, bottom + MARGIN_PX) - y }
}
