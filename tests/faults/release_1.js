// A phone as the first release left it. Frozen: this is what phones in the field hold, whatever
// today's code would write. Gives nothing; `given` holds the plain content.
async (given) => {
  const opened = (name, version, make) =>
    new Promise((ok, no) => {
      const open = indexedDB.open(name, version)
      open.onupgradeneeded = () => make(open.result)
      open.onsuccess = () => ok(open.result)
      open.onerror = () => no(open.error)
    })
  const put = (db, store, rows, key) =>
    new Promise((ok, no) => {
      const write = db.transaction(store, 'readwrite')
      for (const row of rows) write.objectStore(store).put(row, key)
      write.oncomplete = ok
      write.onabort = () => no(write.error)
    })
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const sealBytes = async (bytes) => {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    return { iv, box: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes) }
  }
  const seal = (value) => sealBytes(new TextEncoder().encode(JSON.stringify(value)))
  const me = given.session.me.id

  const vault = await opened('dudao-vault', 1, (db) => {
    for (const room of ['keys', 'sessions', 'marks']) db.createObjectStore(room)
  })
  await put(vault, 'keys', [key], me)
  await put(vault, 'sessions', [await seal(given.session)], me)
  await put(vault, 'marks', [me], 'current')
  vault.close()
  localStorage.setItem('dudao.home', '/home')

  const stores = {
    drafts: ['id', ['entityId', 'savedAt']],
    outbox: ['id', ['subject', 'at', 'madeAt', 'owed']],
    photos: ['sha', ['at', 'madeAt']],
    chunks: [['sha', 'n'], ['sha']],
    entities: ['id', []],
    issues: ['id', ['entityId']],
    feedback: ['id', []],
    checklists: ['id', []],
    facts: ['id', []],
    remote: ['id', ['at']],
  }
  const db = await opened(`dudao:${me}`, 10, (made) => {
    for (const [name, [keyPath, indexes]] of Object.entries(stores)) {
      const store = made.createObjectStore(name, { keyPath })
      for (const index of indexes) store.createIndex(index, index)
    }
  })
  for (const [store, rows] of Object.entries(given.rows)) {
    const sealed = await Promise.all(rows.map(async ({ clear, value }) => ({ ...clear, ...(await seal(value)) })))
    await put(db, store, sealed)
  }
  for (const { sha, type, base64, madeAt } of given.photos) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    for (let n = 0; n * 262144 < bytes.length; n += 1) {
      const box = await sealBytes(bytes.slice(n * 262144, (n + 1) * 262144))
      await put(db, 'chunks', [{ sha, n, ...box }])
    }
    await put(db, 'photos', [{ sha, at: 'local', madeAt, size: bytes.length, type }])
  }
  db.close()
}
