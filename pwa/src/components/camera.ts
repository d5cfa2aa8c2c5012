/** The phone's camera inside the page. */

export type NoCamera = 'denied' | 'none'

/** Refused once, it is not asked for again while the page lives: the phone's own camera takes over. */
let refused = false

/** Whether asking for a camera inside the page makes sense; WeChat on iOS has none to give. */
export function hasPageCamera(): boolean {
  return !refused && Boolean(navigator.mediaDevices?.getUserMedia)
}

/** From here on the phone's own camera is used. */
export function giveUpPageCamera(): void {
  refused = true
}

/** The camera that looks away from the person, or why there is none. */
export async function openCamera(width: number, height: number): Promise<MediaStream | NoCamera> {
  if (!navigator.mediaDevices?.getUserMedia) return 'none'
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: 'environment' }, width: { ideal: width }, height: { ideal: height } },
    })
  } catch (error) {
    giveUpPageCamera()
    return error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'none'
  }
}

// `torch` is in no browser's type list yet.
export function hasTorch(stream: MediaStream): boolean {
  return (stream.getVideoTracks()[0]?.getCapabilities?.() as { torch?: boolean } | undefined)?.torch === true
}

export function light(stream: MediaStream | null, on: boolean): void {
  const wish = { advanced: [{ torch: on } as MediaTrackConstraintSet] }
  void stream?.getVideoTracks()[0]?.applyConstraints(wish).catch(() => undefined)
}

export function closeCamera(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}
