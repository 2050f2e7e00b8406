import { randomUUID } from "node:crypto";
import { chatContent } from "./api";

/** Ids and names of the things that the inputs speak of. */
export type Things = Record<
  | ("slug" | "prompt" | "suite" | "caseKey" | "run" | "copy" | "draft" | "comment" | "experiment" | "budget")
  | ("channel" | "delivery" | "key" | "trust" | "invitation" | "member" | "domain" | "scim" | "link" | "preview")
  | ("sample" | "view" | "interaction" | "note" | "connection" | "session"),
  string
>;

const content = chatContent("Nobody else may read this sentence.");
const environment = "production";
const cursor = "";
const base64url = "AAAA";
const credential = { id: base64url, rawId: base64url, type: "public-key", clientExtensionResults: {} };
const signed = { clientDataJSON: base64url, authenticatorData: base64url, signature: base64url };
const exact = { id: "exact", type: "exact", name: "Exact", dimension: "accuracy" };
const judge = { id: "judge", type: "judge", name: "Judge", dimension: "accuracy", criteria: ["It is polite."] };
let made = 0;
const unique = (word: string) => `${word}-${made++}-${randomUUID().slice(0, 8)}`;
const fresh = () => ({ name: `roles/${unique("made")}`, content });

/** An input of every server action by its file and name: right in all but who sends it. */
export const actionInputs: Record<string, Record<string, (things: Things) => object>> = {
  "(auth)/sign-in/actions": {
    beginPasskey: () => ({}),
    requestReset: () => ({ email: "nobody@example.test" }),
    setNewPassword: () => ({ token: "unknown", password: "a password long enough" }),
    confirm: () => ({ token: "unknown" }),
  },
  "(auth)/invitation/[token]/actions": { joinWorkspace: () => ({ token: "unknown" }) },
  "(personal)/account/actions": {
    changeName: () => ({ name: "Test Person" }),
    chooseMails: () => ({ muted: [] }),
    chooseZone: () => ({ timeZone: "Europe/Berlin" }),
    sendVerification: () => ({}),
    changeEmail: () => ({ email: `${unique("new")}@example.test` }),
    setPassword: () => ({ current: "not the password", next: "a password long enough" }),
    beginFactor: () => ({}),
    confirmFactor: () => ({ code: "000000" }),
    removeFactor: () => ({ code: "000000" }),
    renewCodes: () => ({}),
    beginNewPasskey: () => ({}),
    keepPasskey: () => ({
      name: "Key",
      response: { ...credential, response: { clientDataJSON: base64url, attestationObject: base64url } },
    }),
    endPasskey: () => ({ id: base64url }),
    ownPasskey: () => ({}),
    beginProof: () => ({}),
    proveByPasskey: () => ({ response: { ...credential, response: signed } }),
    endSession: ({ session }) => ({ id: session }),
    endOthers: () => ({}),
    prove: () => ({ password: "not the password" }),
    joinOpen: ({ slug }) => ({ slug }),
    leave: () => ({}),
  },
  "(personal)/new-workspace/actions": { makeWorkspace: () => ({ name: "Mine", slug: unique("mine") }) },
  "(personal)/device/actions": {
    connectDevice: () => ({ code: "BCDF-GHJK", name: "CLI", environments: "all", rights: ["prompt:read"], days: 7 }),
    turnDeviceAway: () => ({ code: "BCDF-GHJK" }),
  },
  "[workspace]/quality/actions": {
    loadMoreQuality: () => ({ environment, folder: "", cursor }),
    loadMoreAnswers: ({ prompt }) => ({ name: prompt, environment, metric: "thumbs", order: "newest", cursor }),
    readAnswer: ({ interaction }) => ({ interactionId: interaction }),
    addAnswersToSuite: ({ suite, interaction }) => ({ id: suite, interactionIds: [interaction] }),
    makeSuiteOf: ({ interaction }) => ({ name: unique("suite"), interactionIds: [interaction] }),
  },
  "[workspace]/actions": {
    searchPrompts: ({ prompt }) => ({ query: prompt }),
    keepAtHand: ({ prompt }) => ({ name: prompt, isFavourite: true }),
  },
  "[workspace]/_components/alerts/actions": {
    markSeen: () => ({ all: true }),
    loadMoreAlerts: () => ({ cursor }),
  },
  "[workspace]/changes/actions": {
    askForReview: ({ prompt }) => ({ name: prompt, version: 2, environment: "staging", title: "Another" }),
    loadReviewers: () => ({ environment }),
    answerCases: ({ prompt }) => ({ prompt, version: 2, baselineVersion: 1 }),
    askMore: ({ member }) => ({ number: 1, reviewers: [member] }),
    review: () => ({ number: 1, verdict: "approve" }),
    amend: () => ({ number: 1, version: 3 }),
    bringUpToDate: () => ({ number: 1 }),
    editRequest: () => ({ number: 1, title: "Other words" }),
    closeRequest: () => ({ number: 1 }),
    reopenRequest: () => ({ number: 1 }),
    releaseRequest: () => ({ number: 1 }),
    comment: () => ({ number: 1, body: "A remark" }),
    resolveRemark: ({ comment }) => ({ number: 1, id: comment }),
    reopenRemark: ({ comment }) => ({ number: 1, id: comment }),
    suggest: () => ({ number: 1, version: 2, pointer: "/messages/0/content", text: "Other words" }),
    accept: ({ comment }) => ({ number: 1, id: comment }),
    saveAccepted: () => ({ number: 1 }),
    markSeen: () => ({ number: 1 }),
  },
  "[workspace]/find": { findAnything: ({ prompt }) => ({ query: prompt }) },
  "[workspace]/releases/actions": { loadMoreReleases: ({ prompt }) => ({ prompt, environment, cursor }) },
  "[workspace]/usage/actions": {
    setBudget: () => ({ prompt: null, amountUsd: 10 }),
    dropBudget: ({ budget }) => ({ id: budget }),
  },
  "[workspace]/start/actions": {
    addFirstPrompt: () => ({}),
    askForOwnDemo: () => ({}),
    seeOwnDemo: () => ({}),
  },
  "[workspace]/settings/audit/actions": {
    loadMoreAudit: () => ({ action: null, person: "", target: "", from: "", to: "", cursor }),
    signHistory: () => ({}),
  },
  "[workspace]/settings/(general)/actions": {
    change: () => ({ name: "Renamed" }),
    remove: ({ slug }) => ({ slug }),
    keep: () => ({}),
    markSegments: () => ({ attributes: ["language"] }),
  },
  "[workspace]/settings/(general)/environment-actions": {
    makeEnvironment: () => ({ name: unique("place"), stage: "development", isProtected: false }),
    changeEnvironment: () => ({ name: environment, isProtected: false }),
    giveUpName: () => ({ name: "staging", formerName: "stage" }),
  },
  "[workspace]/settings/models/actions": {
    addConnection: () => ({ provider: "openai", name: unique("c").slice(0, 40), apiKey: "not-a-key-of-anybody" }),
    changeConnection: ({ connection }) => ({ id: connection, maxConcurrency: 2 }),
    removeConnection: ({ connection }) => ({ id: connection }),
    tryConnection: ({ connection }) => ({ id: connection }),
  },
  "[workspace]/settings/members/actions": {
    invite: () => ({ email: `${unique("guest")}@example.test`, role: "viewer" }),
    revoke: ({ invitation }) => ({ id: invitation }),
    changeRole: ({ member }) => ({ id: member, role: "viewer" }),
    remove: ({ member }) => ({ id: member }),
    restore: ({ member }) => ({ id: member }),
    keysOf: ({ member }) => ({ id: member }),
    endSessions: ({ member }) => ({ id: member }),
    passwordLink: ({ member }) => ({ id: member }),
    transfer: ({ member, slug }) => ({ id: member, slug }),
    leave: () => ({}),
    loadMoreMembers: () => ({ cursor }),
    loadMoreInvitations: () => ({ cursor }),
    makeDomain: () => ({ domain: `${unique("d")}.example` }),
    proveDomain: ({ domain }) => ({ id: domain }),
    openDomain: ({ domain }) => ({ id: domain, joinRole: null }),
    dropDomain: ({ domain }) => ({ id: domain }),
    makeScimToken: () => ({}),
    revokeScim: ({ scim }) => ({ id: scim }),
  },
  "[workspace]/settings/alerts/actions": {
    addChannel: () => ({ kind: "email", name: unique("channel"), recipients: ["ops@example.test"] }),
    changeChannel: ({ channel }) => ({ id: channel, isEnabled: false }),
    deleteChannel: ({ channel }) => ({ id: channel }),
    tryChannel: ({ channel }) => ({ id: channel }),
    newSecret: ({ channel }) => ({ id: channel }),
    loadDeliveries: ({ channel }) => ({ id: channel }),
    replay: ({ channel, delivery }) => ({ id: channel, deliveryId: delivery }),
  },
  "[workspace]/settings/keys/actions": {
    makeKey: () => ({ name: "k", scope: "runtime", environments: "all" }),
    rotateKey: ({ key }) => ({ id: key }),
    keyDetails: ({ key }) => ({ id: key }),
    narrowKey: ({ key }) => ({ id: key, rights: ["prompt:resolve"] }),
    revokeKey: ({ key }) => ({ id: key }),
    loadMoreKeys: () => ({ cursor }),
    addTrust: () => ({
      name: "CI",
      issuer: "http://127.0.0.1:9",
      audience: "understudy",
      conditions: [{ claim: "repository", value: "acme/shop" }],
      environments: "all",
      rights: ["prompt:read"],
    }),
    changeTrust: ({ trust }) => ({ id: trust, name: "CI again" }),
    removeTrust: ({ trust }) => ({ id: trust }),
  },
  "[workspace]/settings/privacy/actions": {
    changePolicy: () => ({ environment, contentShare: 1 }),
    tryRedaction: () => ({ rules: [], text: "Hello" }),
    deleteData: () => ({ userId: "nobody" }),
    loadDeletions: () => ({ cursor }),
  },
  "[workspace]/experiments/actions": {
    loadMoreExperiments: () => ({ status: "", prompt: "", environment: "", cursor }),
    loadMoreMemos: () => ({ prompt: "", environment: "", q: "", cursor }),
    readPlanBasis: ({ prompt }) => ({ prompt, environment }),
    makeExperiment: ({ prompt }) => ({
      name: unique("about"),
      prompt,
      environment,
      primaryMetric: "completion",
      minimumEffect: 0.05,
      variants: [1, 2].map((version) => ({ key: `v${version}`, version })),
    }),
    changeExperiment: ({ experiment }) => ({ id: experiment, name: "Other words" }),
    removeExperiment: ({ experiment }) => ({ id: experiment }),
    beginExperiment: ({ experiment }) => ({ id: experiment }),
    beginPhase: ({ experiment }) => ({ id: experiment, reason: "More users" }),
    endExperiment: ({ experiment }) => ({ id: experiment }),
    decideExperiment: ({ experiment }) => ({ id: experiment, variant: "v2" }),
  },
  "[workspace]/prompts/(list)/actions": {
    loadMorePrompts: () => ({ q: "", folder: null, status: null, tag: null, owner: null, archived: false, cursor }),
    addPrompt: () => ({ name: fresh().name, type: "chat", description: "", deployTo: null }),
    runBulk: ({ prompt }) => ({ act: "tag", names: [prompt], add: ["kept"] }),
    loadTags: () => ({}),
    renameTagEverywhere: () => ({ tag: "old", to: "new" }),
    removeTagEverywhere: () => ({ tag: "new" }),
  },
  "[workspace]/prompts/[name]/actions/share": {
    share: ({ prompt }) => ({ name: prompt, version: 1 }),
    revoke: ({ prompt, preview }) => ({ name: prompt, id: preview }),
  },
  "[workspace]/prompts/[name]/actions/settings": {
    update: ({ prompt }) => ({ name: prompt, description: "Other words" }),
    archive: ({ prompt }) => ({ name: prompt }),
    restore: ({ prompt }) => ({ name: prompt }),
  },
  "[workspace]/prompts/[name]/actions/uses": {
    putIn: ({ prompt }) => ({ snippet: prompt, version: 1, prompts: [prompt] }),
    loadMoreUses: ({ prompt }) => ({ name: prompt, cursor }),
  },
  "[workspace]/prompts/[name]/actions/names": {
    rename: ({ prompt }) => ({ name: prompt, to: fresh().name }),
    duplicate: ({ prompt }) => ({ name: prompt, to: fresh().name }),
    dropAlias: ({ prompt }) => ({ name: prompt, alias: "roles/former" }),
  },
  "[workspace]/prompts/[name]/actions/compare": {
    loadDiffPart: ({ prompt }) => ({ name: prompt, from: 1, to: 2, row: 0 }),
  },
  "[workspace]/prompts/[name]/actions/samples": {
    saveSamples: ({ prompt }) => ({ prompt, name: unique("set"), variables: {} }),
    updateSamples: ({ prompt, sample }) => ({ prompt, id: sample, variables: {} }),
    deleteSamples: ({ prompt, sample }) => ({ prompt, id: sample }),
  },
  "[workspace]/prompts/[name]/actions/cases": {
    loadSuites: ({ prompt }) => ({ prompt }),
    keepCase: ({ suite }) => ({ suiteId: suite, one: { variables: {} } }),
  },
  "[workspace]/prompts/[name]/actions/edit": {
    saveEdit: ({ prompt }) => ({ name: prompt, content, workingDraft: null }),
    loadNewer: ({ prompt }) => ({ name: prompt, draftCopyId: null, seen: 1 }),
    loadVersion: ({ prompt }) => ({ name: prompt, version: 1 }),
    loadDrafts: ({ prompt }) => ({ name: prompt, draftCopyId: null }),
    loadDraft: ({ prompt, draft }) => ({ name: prompt, id: draft }),
    dropDraft: ({ prompt, draft }) => ({ name: prompt, head: { id: draft, revision: 1 } }),
    loadSnippets: ({ prompt }) => ({ wanted: [{ name: prompt }] }),
  },
  "[workspace]/prompts/[name]/actions/watching": {
    keepWatching: ({ prompt }) => ({
      name: prompt,
      environment,
      online: { sampleRate: 0.5 },
      guard: null,
      seen: { online: null, guard: null },
    }),
    beginWatching: ({ prompt }) => ({ name: prompt, environment }),
    switchWatching: ({ prompt }) => ({ name: prompt, environment, isEnabled: false }),
    loadLiveScorers: ({ suite }) => ({ suiteId: suite }),
  },
  "[workspace]/prompts/[name]/actions/gates": {
    readGate: ({ prompt }) => ({ prompt, version: 2, environment }),
    runGateNow: ({ prompt }) => ({ prompt, version: 2, environment }),
    saveGate: ({ prompt, suite }) => ({ name: prompt, environment, suite }),
    removeGate: ({ prompt }) => ({ name: prompt, environment }),
  },
  "[workspace]/prompts/[name]/actions/copies": {
    makeCopy: ({ prompt }) => ({ name: prompt, copyName: unique("copy") }),
    mergeCopy: ({ prompt, copy }) => ({ name: prompt, id: copy }),
    closeCopy: ({ prompt, copy }) => ({ name: prompt, id: copy }),
    reopenCopy: ({ prompt, copy }) => ({ name: prompt, id: copy }),
  },
  "[workspace]/prompts/[name]/actions/release": {
    promote: ({ prompt }) => ({ name: prompt, version: 2, environment }),
    rollBack: ({ prompt }) => ({ name: prompt, environment }),
    endHoldback: ({ prompt }) => ({ name: prompt, environment }),
    planPromotion: ({ prompt }) => ({ name: prompt, version: 2, environment }),
    planRollBack: ({ prompt }) => ({ name: prompt, environment, version: 1 }),
    loadVersions: ({ prompt }) => ({ name: prompt, cursor }),
    loadReleases: ({ prompt }) => ({ name: prompt, cursor }),
  },
  "[workspace]/requests/actions": {
    loadOlderRequests: () => ({ filter: {}, cursor }),
    loadNewRequests: () => ({ filter: {}, since: new Date().toISOString() }),
    readRequestChoices: ({ prompt }) => ({ prompt }),
    readRequest: ({ interaction }) => ({ interactionId: interaction }),
    previewLink: ({ interaction }) => ({ interactionId: interaction }),
    shareLink: ({ interaction }) => ({ interactionId: interaction }),
    writeNote: ({ interaction }) => ({ interactionId: interaction, body: "A note" }),
    deleteNote: ({ interaction, note }) => ({ interactionId: interaction, id: note }),
    changeMarks: ({ interaction }) => ({ interactionId: interaction, labels: ["late"] }),
    changeMarksOfMany: ({ interaction }) => ({ interactionIds: [interaction], addLabels: ["late"] }),
    keepView: () => ({ name: unique("view"), query: "", isShared: false }),
    dropView: ({ view }) => ({ id: view }),
  },
  "[workspace]/evaluations/suites/[id]/scorers/actions": {
    keepScorers: ({ suite }) => ({ id: suite, scorers: [] }),
    tryOut: ({ suite, caseKey }) => ({ id: suite, caseKey, output: "Hello" }),
    previewJudge: ({ suite }) => ({ id: suite, judge, caseKey: null }),
    checkScorer: () => ({ scorer: exact }),
  },
  "[workspace]/evaluations/actions": {
    loadMoreSuites: () => ({ q: "", archived: false, cursor }),
    loadMoreCases: ({ suite }) => ({ id: suite, q: "", tag: null, revision: null, cursor, limit: 10 }),
    loadMoreRevisions: ({ suite }) => ({ id: suite, cursor }),
    approveGateSuite: ({ prompt }) => ({ name: prompt, environment, revision: 0, scorersHash: "0" }),
    makeSuite: () => ({ name: unique("suite") }),
    changeSuite: ({ suite }) => ({ id: suite, description: "Other words" }),
    bringRevisionBack: ({ suite }) => ({ id: suite, revision: 0 }),
    addToSuite: ({ suite }) => ({ id: suite, cases: [{ variables: {} }] }),
    changeCase: ({ suite, caseKey }) => ({ id: suite, caseKey, changes: { tags: ["late"] } }),
    changeManyCases: ({ suite }) => ({ id: suite, add: [{ variables: {} }] }),
    readCases: ({ suite, caseKey }) => ({ id: suite, caseKeys: [caseKey] }),
  },
  "[workspace]/evaluations/runs/actions": {
    cancelEvaluation: ({ run }) => ({ id: run }),
    runAgain: ({ run }) => ({ id: run, set: "used" }),
    listOthers: ({ run }) => ({ id: run }),
    runToCompare: ({ run }) => ({ id: run, version: 1 }),
    loadMoreRuns: () => ({ prompt: "", suite: "", environment: "", cursor, status: null }),
  },
  "[workspace]/evaluations/runs/share-actions": {
    share: ({ run }) => ({ target: "evaluation", targetId: run }),
    listLinks: ({ run }) => ({ target: "evaluation", targetId: run }),
    revokeLink: ({ link }) => ({ id: link }),
  },
  "[workspace]/evaluations/runs/start-actions": {
    loadRunChoices: () => ({}),
    loadRunVersions: ({ prompt }) => ({ prompt }),
    previewEvaluation: ({ prompt, suite }) => ({ prompt, version: 1, suite }),
    startEvaluation: ({ prompt, suite }) => ({ prompt, version: 1, suite }),
  },
};
