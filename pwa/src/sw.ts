/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope

// GET of our own build only. The API is never touched: what it says is always the server's word.
precacheAndRoute(self.__WB_MANIFEST, { ignoreURLParametersMatching: [] })
cleanupOutdatedCaches()

const notOurs = [
  /^\/api\//,
  /^\/n\/[^/]+\?(?:.*&)?public=1/,
  // A record to print, and what its code leads to.
  /^\/[pv]\//,
  /^\/(?:healthz|readyz|metrics|docs|openapi\.json)(?:[/?]|$)/,
  // Files, by their ending; what a query holds says nothing.
  /^[^?]*\.[a-z0-9]{2,5}(?:\?|$)/i,
]
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: notOurs }))

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  if ((event.data as { type?: string } | null)?.type === 'take-over') void self.skipWaiting()
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
