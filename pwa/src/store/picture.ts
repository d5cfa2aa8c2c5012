/** A photo as it is kept: small, upright, and without the camera's own notes (EXIF). */
export interface PictureLimits {
  edge: number
  bytes: number
}

const qualities = [0.82, 0.72, 0.6, 0.48]

/** Scales a photo to at most `edge` px and re-encodes it as JPEG of at most about `bytes`. */
export async function shrunk(file: Blob, limits: PictureLimits): Promise<Uint8Array<ArrayBuffer>> {
  const source = await decoded(file)
  try {
    let edge = limits.edge
    for (;;) {
      const canvas = drawn(source, edge)
      for (const quality of qualities) {
        const jpeg = await encoded(canvas, quality)
        const last = quality === qualities.at(-1) && edge <= 640
        if (jpeg.size <= limits.bytes || last) return new Uint8Array(await jpeg.arrayBuffer())
      }
      edge = Math.round(edge * 0.75)
    }
  } finally {
    if ('close' in source) source.close()
  }
}

async function decoded(file: Blob): Promise<ImageBitmap | HTMLImageElement> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    // Older Safari takes no options; an <img> turns the picture upright by itself.
    const url = URL.createObjectURL(file)
    try {
      const image = new Image()
      image.src = url
      await image.decode()
      return image
    } catch {
      throw new Error('这张照片打不开，请重新拍一张')
    } finally {
      URL.revokeObjectURL(url)
    }
  }
}

function drawn(source: ImageBitmap | HTMLImageElement, edge: number): HTMLCanvasElement {
  const scale = Math.min(1, edge / Math.max(source.width, source.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(source.width * scale))
  canvas.height = Math.max(1, Math.round(source.height * scale))
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('手机内存不够，请关掉别的应用再拍')
  // Transparent parts would turn black in a JPEG.
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(source, 0, 0, canvas.width, canvas.height)
  return canvas
}

function encoded(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('手机内存不够，请关掉别的应用再拍'))),
      'image/jpeg',
      quality,
    )
  })
}
