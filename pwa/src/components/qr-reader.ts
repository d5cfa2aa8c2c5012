/** Reads QR codes on the phone itself; the decoder is fetched when a scanner first opens. */

import type { ReadInputBarcodeFormat } from 'zxing-wasm/reader'
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'

type Reader = typeof import('zxing-wasm/reader')

/** Photos are shrunk to this long edge first: more pixels cost time and find no more codes. */
const MAX_EDGE = 1600
let loading: Promise<Reader> | null = null

async function load(): Promise<Reader> {
  const reader = await import('zxing-wasm/reader')
  // Without this the library asks a CDN for its own copy.
  reader.prepareZXingModule({ overrides: { locateFile: () => wasmUrl } })
  return reader
}

/** Fetches the decoder ahead of the first frame; a failed attempt may be repeated. */
export function prepareReader(): Promise<Reader> {
  loading ??= load().catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}

/** What is printed on goods and papers beside QR codes. */
const PRINTED: ReadInputBarcodeFormat[] = ['QRCode', 'EAN-13', 'EAN-8', 'UPC-A', 'UPC-E', 'Code128', 'Code39', 'ITF', 'DataMatrix']

/** The text of a QR in a picture, or null when there is none. */
export function readQr(picture: ImageData): Promise<string | null> {
  return read(picture, ['QRCode'])
}

/** The text of any bar code in a picture, or null when there is none. */
export function readCode(picture: ImageData): Promise<string | null> {
  return read(picture, PRINTED)
}

async function read(picture: ImageData, formats: ReadInputBarcodeFormat[]): Promise<string | null> {
  const reader = await prepareReader()
  const found = await reader.readBarcodes(picture, { formats, tryHarder: true, maxNumberOfSymbols: 1 })
  return found.find((code) => code.isValid)?.text ?? null
}

/** The text of a QR in a photo file, or null when there is none. */
export async function readQrPhoto(file: Blob): Promise<string | null> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const picture = frameOf(bitmap, bitmap.width, bitmap.height, document.createElement('canvas'), MAX_EDGE)
  bitmap.close()
  return picture && readQr(picture)
}

/** A frame as pixels, its long edge at most `edge`. */
export function frameOf(
  source: CanvasImageSource,
  width: number,
  height: number,
  canvas: HTMLCanvasElement,
  edge: number,
): ImageData | null {
  const shrink = Math.min(1, edge / Math.max(width, height))
  canvas.width = Math.round(width * shrink)
  canvas.height = Math.round(height * shrink)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context || !canvas.width || !canvas.height) return null
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}
