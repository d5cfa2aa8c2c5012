import { createRouter, createWebHistory, START_LOCATION, type RouteLocationNormalized, type RouteRecordRaw } from 'vue-router'
import { shallowRef } from 'vue'
import { mayOpen } from '@/domain/page-rules'
import { homeOf, session } from '@/store/session'
import { LEAVING_MS, settled } from '@/store/under-way'
import HomeView from '@/views/HomeView.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** May be opened without an account. */
    open?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: () => (session.value ? homeOf(session.value.me) : '/login') },
  { path: '/login', component: () => import('@/views/LoginView.vue'), meta: { open: true } },
  // Not fetched by itself: it is where most starts end, and all sign-ins of a cadre.
  { path: '/home', component: HomeView },
  { path: '/tasks', component: () => import('@/views/TasksView.vue') },
  { path: '/scan', component: () => import('@/views/ScanView.vue') },
  { path: '/go/:code', component: () => import('@/views/GoView.vue'), props: true },
  { path: '/n/:code', component: () => import('@/views/GoView.vue'), beforeEnter: noticeGate, meta: { open: true } },
  { path: '/entity/:id', component: () => import('@/views/EntityView.vue'), props: true },
  { path: '/entity/:id/register', component: () => import('@/views/RegisterView.vue'), props: true },
  { path: '/quarters', component: () => import('@/views/QuartersView.vue') },
  { path: '/register', component: () => import('@/views/RegisterWhereView.vue') },
  { path: '/visit/:draftId', component: () => import('@/views/VisitView.vue'), props: true },
  { path: '/visit/:draftId/finish', component: () => import('@/views/FinishView.vue'), props: true },
  { path: '/saved/:id', component: () => import('@/views/SavedView.vue'), props: true },
  { path: '/sync', component: () => import('@/views/SyncView.vue') },
  { path: '/receipts', component: () => import('@/views/ReceiptsView.vue') },
  { path: '/undelivered', component: () => import('@/views/UndeliveredView.vue') },
  { path: '/issues', component: () => import('@/views/IssuesView.vue') },
  { path: '/issue/:id', component: () => import('@/views/IssueView.vue'), props: true },
  { path: '/ledger', component: () => import('@/views/LedgerView.vue') },
  { path: '/changes', component: () => import('@/views/ChangesView.vue') },
  { path: '/duties', component: () => import('@/views/DutiesView.vue') },
  { path: '/periods', component: () => import('@/views/PeriodsView.vue') },
  { path: '/documents', component: () => import('@/views/DocumentsView.vue') },
  { path: '/notices', component: () => import('@/views/NoticesView.vue') },
  { path: '/papers', component: () => import('@/views/PapersView.vue') },
  { path: '/commitment', component: () => import('@/views/CommitmentView.vue') },
  { path: '/opinions', component: () => import('@/views/OpinionsView.vue') },
  { path: '/review/:id', component: () => import('@/views/ReviewView.vue'), props: true },
  { path: '/r/:token', component: () => import('@/views/RectifyView.vue'), props: true, meta: { open: true } },
  { path: '/matching', component: () => import('@/views/MatchingView.vue') },
  { path: '/matching/:id', component: () => import('@/views/ProposalView.vue'), props: true },
  { path: '/messages', component: () => import('@/views/MessagesView.vue') },
  { path: '/calendars', component: () => import('@/views/CalendarsView.vue') },
  { path: '/me', component: () => import('@/views/MeView.vue') },
  { path: '/password', component: () => import('@/views/PasswordView.vue') },
  { path: '/accident', component: () => import('@/views/AccidentView.vue'), meta: { open: true } },
  { path: '/accounts', component: () => import('@/views/AccountsView.vue') },
  { path: '/audit', component: () => import('@/views/AuditView.vue') },
  { path: '/checklists', component: () => import('@/views/ChecklistsView.vue') },
  { path: '/checklists/drafts', component: () => import('@/views/DraftsView.vue') },
  { path: '/checklists/drafts/:id', component: () => import('@/views/DraftView.vue'), props: true },
  { path: '/checklists/drafts/:id/preview', component: () => import('@/views/PreviewView.vue'), props: true },
  { path: '/checklists/:id/:version/preview', component: () => import('@/views/PreviewView.vue'), props: true },
  { path: '/imports', component: () => import('@/views/ImportsView.vue') },
  { path: '/imports/:id', component: () => import('@/views/ImportView.vue'), props: true, meta: { anew: true } },
  { path: '/records', component: () => import('@/views/RecordsView.vue') },
  { path: '/record/:id', component: () => import('@/views/RecordView.vue'), props: true, meta: { anew: true } },
  { path: '/privacy', component: () => import('@/views/PrivacyView.vue'), meta: { open: true } },
  { path: '/feedback-form', component: () => import('@/views/ComplaintView.vue'), meta: { open: true } },
  { path: '/:rest(.*)*', redirect: '/' },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  // The first screen begins at the top by itself; to be told so costs a layout.
  scrollBehavior: (_to, from, saved) => saved ?? (from === START_LOCATION ? false : { top: 0 }),
})

router.beforeEach((to) => {
  if (!to.meta.open && !session.value) return { path: '/login', query: { next: to.fullPath } }
  if (session.value?.me.must_change_password && !to.meta.open && to.path !== '/password') return { path: '/password', query: { next: to.fullPath } }
  if (session.value && !to.meta.open && !mayOpen(to.path, session.value.me)) {
    const home = homeOf(session.value.me)
    return to.path === home ? '/me' : home
  }
  return true
})

/** A photo just taken belongs to the page it was taken on: the page waits a little for it. */
router.beforeEach(() => settled(LEAVING_MS))

/** Where the person was going when the screen's files could not be had: gone since a newer version, or no network. */
export const lostPage = shallowRef<string | null>(null)
router.onError((_error, to) => {
  lostPage.value = to.fullPath
})
router.afterEach((_to, _from, failure) => {
  if (!failure) lostPage.value = null
})

/** A scanned notice: the signed-in cadre goes on to the visit, everybody else sees the public page. */
function noticeGate(to: RouteLocationNormalized): string | false {
  const code = String(to.params['code'])
  if (session.value) return `/go/${code}`
  window.location.replace(`/n/${code}?public=1`)
  return false
}
