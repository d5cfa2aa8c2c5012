import { fileURLToPath } from 'node:url'
import { VantResolver } from '@vant/auto-import-resolver'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vitest/config'
import ownPackage from './package.json' with { type: 'json' }
import { VitePWA } from 'vite-plugin-pwa'
import { compileAhead } from './tools/compile-ahead.ts'
import { precompress } from './tools/precompress.ts'
import { ownVantIcons } from './tools/vant-icons.ts'

const server = process.env['DUDAO_SERVER'] ?? 'http://127.0.0.1:8000'

/**
 * Few files instead of many small ones, for a phone lays every one of them on its shelf: what every start needs,
 * what needs the database, what several screens share, the screens of the office, the small screens.
 */
const groups = [
  { name: 'vue', test: /node_modules\/(@vue|vue|vue-router)\//, priority: 40 },
  {
    name: 'core',
    test: new RegExp(
      [
        'src/(sync-key|sw-bridge|icons|styles|sync/(index|pace))',
        'src/api/(client|problem|auth)',
        'src/store/(appearance|errors|first-look|idle|last-user|lock|low-room|painted|schema|session|soon|told|vault)',
        'src/domain/(deadline|intent|issue-clock|issue-tag|order|progress|skew|upload-list|when|words)',
        'src/components/(AppBar|DdGrade|DdIcon|DdState|EmptyState|IssueLine|OfflineStrip|PeriodCard|PrivacyNotice)',
        'src/components/(LowStorage|SkeletonCards|SkewStrip|TabBar|TaskLine|UpdateStrip|state-tags|tabs|work)',
        'src/views/HomeView',
        'vant/es/(badge|button|composables|icon|loading|style|utils)/',
      ].join('|'),
    ),
    priority: 30,
  },
  { name: 'data', test: /node_modules\/dexie\/|src\/(store\/(db|live|catalogue|drafts|on-phone|outbox|photos|picture)|api\/media)\b/, priority: 20 },
  { name: 'start', test: /src\/(main\.ts|App\.vue|views\/LoginView)/, priority: 18 },
  { name: 'parts', test: /src\/|node_modules\/vant\//, minShareCount: 2, priority: 10 },
  {
    name: 'office',
    test: /src\/views\/(Accounts|Audit|Calendars|Changes|Checklists|Documents|Drafts?|Imports?|Matching|Notices|Opinions|Papers|Periods|Preview|Proposal|Quarters|Undelivered)View/,
    priority: 5,
  },
  {
    name: 'leaves',
    test: /src\/views\/(Accident|Commitment|Complaint|Go|Issues|Messages|Password|Privacy|Receipts|Records|RegisterWhere|Saved|Tasks)View/,
    priority: 5,
  },
]

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  plugins: [
    ownVantIcons(),
    vue(),
    // Vant's only: our own components are imported by name, and Vant brings its own types.
    Components({ dts: false, dirs: [], resolvers: [VantResolver()] }),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      injectRegister: false,
      registerType: 'prompt',
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,wasm}', 'icons/*.png'],
        maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
      },
      manifest: {
        name: '督导通',
        short_name: '督导通',
        description: '食品安全包保督导',
        lang: 'zh-CN',
        id: '/',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#f2f5f8',
        theme_color: '#1257b0',
        icons: [
          { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
    compileAhead(['start', 'vue', 'core']),
    precompress(),
  ],
  define: { __VUE_OPTIONS_API__: 'false', 'import.meta.env.APP_VERSION': JSON.stringify(ownPackage.version) },
  build: {
    target: 'es2020',
    manifest: true,
    assetsInlineLimit: 2048,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: { proxy: { '/api': server, '^/n/': server, '/healthz': server } },
  test: {
    environment: './tests/support/environment.ts',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    silent: 'passed-only',
    // A busy machine is slow, and that is no fault of the code.
    testTimeout: 30_000,
    server: { deps: { inline: ['vant'] } },
  },
})
