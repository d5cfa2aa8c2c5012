/** The file somebody picked, if any. */
export function pickedFile(event: Event): File | undefined {
  const input = event.target as HTMLInputElement
  const file = input.files?.[0]
  // The same file, mended, can be picked again.
  input.value = ''
  return file
}
