{{- define "lehr.fullname" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "lehr.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}{{ .Values.serviceAccount.name | default (include "lehr.fullname" .) }}
{{- else }}{{ .Values.serviceAccount.name | default "default" }}
{{- end }}
{{- end }}

{{/* What a pod is selected by: never changed once it is deployed. */}}
{{- define "lehr.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "lehr.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{ include "lehr.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end }}

{{/* The image of a worker: what all have, less what an engine says itself. */}}
{{- define "lehr.image" -}}
{{- $image := mergeOverwrite (deepCopy .root.Values.image) (.image | default dict) -}}
{{ $image.repository }}:{{ $image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "lehr.grace" -}}
{{- $grace := .Values.worker.terminationGracePeriodSeconds | default (add .Values.worker.drain 30) | int -}}
{{- if le $grace (int .Values.worker.drain) }}
{{- fail (printf "worker.terminationGracePeriodSeconds: found %d, expected more than worker.drain, which is %d: a worker would be killed before it has handed back" $grace (int .Values.worker.drain)) }}
{{- end }}
{{- $grace }}
{{- end }}

{{- define "lehr.secretKey" -}}
valueFrom: {secretKeyRef: {name: {{ .name }}, key: {{ .key }}}}
{{- end }}

{{/* Where Temporal and the ledger are, and who may use them. `ledgerSecret` is the secret with the ledger's user. */}}
{{- define "lehr.connections" -}}
{{- $values := .root.Values -}}
- {name: TEMPORAL_ADDRESS, value: {{ required "temporal.address: found nothing, expected HOST:PORT" $values.temporal.address | quote }}}
- {name: TEMPORAL_NAMESPACE, value: {{ $values.temporal.namespace | quote }}}
{{- with $values.temporal.apiKey }}
{{- if .existingSecret }}
- name: TEMPORAL_API_KEY
  {{- include "lehr.secretKey" (dict "name" .existingSecret "key" .key) | nindent 2 }}
{{- end }}
{{- end }}
{{- with $values.temporal.tls }}
{{- if .enabled }}
- {name: TEMPORAL_TLS, value: "true"}
{{- if .serverName }}
- {name: TEMPORAL_TLS_SERVER_NAME, value: {{ .serverName | quote }}}
{{- end }}
{{- if and .existingSecret .clientCertificate }}
- {name: TEMPORAL_TLS_CLIENT_CERT_PATH, value: /etc/lehr/temporal/tls.crt}
- {name: TEMPORAL_TLS_CLIENT_KEY_PATH, value: /etc/lehr/temporal/tls.key}
{{- end }}
{{- if and .existingSecret .ca }}
- {name: TEMPORAL_TLS_SERVER_CA_CERT_PATH, value: /etc/lehr/temporal/ca.crt}
{{- end }}
{{- end }}
{{- end }}
- {name: LEHR_LEDGER, value: {{ required "ledger.url: found nothing, expected jdbc:postgresql://HOST:PORT/DATABASE" $values.ledger.url | quote }}}
- name: LEHR_LEDGER_USER
  {{- include "lehr.secretKey" (dict "name" .ledgerSecret "key" $values.ledger.userKey) | nindent 2 }}
- name: LEHR_LEDGER_PASSWORD
  {{- include "lehr.secretKey" (dict "name" .ledgerSecret "key" $values.ledger.passwordKey) | nindent 2 }}
{{- if $values.codec.existingSecret }}
- {name: LEHR_CODEC_KEYS, value: /etc/lehr/codec/keys}
{{- end }}
{{- end }}

{{- define "lehr.secretMounts" -}}
{{- if and .Values.temporal.tls.enabled .Values.temporal.tls.existingSecret }}
- {name: temporal-tls, mountPath: /etc/lehr/temporal, readOnly: true}
{{- end }}
{{- if .Values.codec.existingSecret }}
- {name: codec, mountPath: /etc/lehr/codec, readOnly: true}
{{- end }}
{{- end }}

{{- define "lehr.secretVolumes" -}}
{{- if and .Values.temporal.tls.enabled .Values.temporal.tls.existingSecret }}
- name: temporal-tls
  secret: {secretName: {{ .Values.temporal.tls.existingSecret }}, defaultMode: 0440}
{{- end }}
{{- if .Values.codec.existingSecret }}
- name: codec
  secret:
    secretName: {{ .Values.codec.existingSecret }}
    defaultMode: 0440
    items: [{key: {{ .Values.codec.key }}, path: keys}]
{{- end }}
{{- end }}

{{/*
A deployment of workers. `component` names it, `role` and `class` say what it does, `spec` has replicas, resources and the like;
`scaled`: its replicas are somebody else's to say.
*/}}
{{- define "lehr.workers" -}}
{{- $values := .root.Values -}}
{{- $secret := required "ledger.existingSecret: found nothing, expected the name of a secret with user and password" $values.ledger.existingSecret -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "lehr.fullname" .root }}-{{ .component }}
  labels: {{- include "lehr.labels" . | nindent 4 }}
spec:
  {{- if not .scaled }}
  replicas: {{ .spec.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  {{- if and (eq .role "workflows") (not $values.deployment.name) }}
  # Without worker versioning all workflow workers must be of one version: the old ones end first. Slices go on meanwhile.
  strategy: {type: Recreate}
  {{- else }}
  # One more before one less: campaigns go on while pods are replaced. A device that is not free twice needs maxSurge 0.
  strategy:
    type: RollingUpdate
    rollingUpdate: {{- toYaml (.spec.rollingUpdate | default (dict "maxSurge" 1 "maxUnavailable" 0)) | nindent 6 }}
  {{- end }}
  selector:
    matchLabels: {{- include "lehr.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "lehr.labels" . | nindent 8 }}
        {{- with $values.worker.podLabels }}{{ toYaml . | nindent 8 }}{{ end }}
      annotations:
        kubectl.kubernetes.io/default-container: worker
        {{- with $values.worker.podAnnotations }}{{ toYaml . | nindent 8 }}{{ end }}
    spec:
      serviceAccountName: {{ include "lehr.serviceAccountName" .root }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ include "lehr.grace" .root }}
      {{- with $values.imagePullSecrets }}
      imagePullSecrets: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.worker.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      {{- with .spec.runtimeClassName }}
      runtimeClassName: {{ . }}
      {{- end }}
      securityContext: {{- toYaml $values.podSecurityContext | nindent 8 }}
      {{- with .spec.nodeSelector }}
      nodeSelector: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .spec.tolerations }}
      tolerations: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .spec.affinity }}
      affinity: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .spec.topologySpreadConstraints }}
      topologySpreadConstraints: {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: worker
          image: {{ include "lehr.image" (dict "root" .root "image" .spec.image) | quote }}
          imagePullPolicy: {{ $values.image.pullPolicy }}
          securityContext: {{- toYaml $values.securityContext | nindent 12 }}
          args:
            - worker
            - --workspace=/var/lib/lehr/workspace
            - --root={{ $values.worker.root | default "/var/lib/lehr/models" }}
            {{- with .spec.devices }}
            - --devices={{ . }}
            {{- end }}
            {{- range concat ($values.worker.extraArgs | default list) (.spec.extraArgs | default list) }}
            - {{ . | quote }}
            {{- end }}
          env:
            {{- include "lehr.connections" (dict "root" .root "ledgerSecret" $secret) | nindent 12 }}
            - {name: LEHR_ROLE, value: {{ .role }}}
            {{- with .class }}
            - {name: LEHR_CLASS, value: {{ . | quote }}}
            {{- end }}
            - {name: LEHR_LISTEN, value: "0.0.0.0:{{ $values.worker.port }}"}
            - {name: LEHR_LOG_FORMAT, value: json}
            - {name: LEHR_DRAIN, value: {{ $values.worker.drain | int | quote }}}
            - {name: LEHR_PATIENCE, value: {{ $values.worker.patience | int | quote }}}
            - {name: LEHR_MODELS, value: /var/lib/lehr/models}
            - {name: LEHR_JAVA_OPTS, value: {{ $values.worker.javaOptions | quote }}}
            {{- with $values.deployment.name }}
            - {name: LEHR_DEPLOYMENT, value: {{ . | quote }}}
            - {name: LEHR_BUILD_ID, value: {{ $values.deployment.buildId | default $values.image.tag | default $.root.Chart.AppVersion | quote }}}
            {{- end }}
            - name: POD_NAME
              valueFrom: {fieldRef: {fieldPath: metadata.name}}
            {{- with $values.worker.extraEnv }}{{ toYaml . | nindent 12 }}{{ end }}
          ports:
            - {name: metrics, containerPort: {{ $values.worker.port }}}
          # libtorch and a model take their time; after that a worker that answers lives.
          startupProbe:
            httpGet: {path: /health/live, port: metrics}
            periodSeconds: 5
            failureThreshold: 36
          livenessProbe:
            httpGet: {path: /health/live, port: metrics}
            periodSeconds: 15
            timeoutSeconds: 5
            failureThreshold: 4
          readinessProbe:
            httpGet: {path: /health/ready, port: metrics}
            periodSeconds: 10
            timeoutSeconds: 5
          resources: {{- toYaml .spec.resources | nindent 12 }}
          volumeMounts:
            - name: workspace
              mountPath: /var/lib/lehr/workspace
              {{- if $values.workspace.existingClaim }}
              subPathExpr: $(POD_NAME)
              {{- end }}
            - {name: tmp, mountPath: /tmp}
            - name: models
              mountPath: /var/lib/lehr/models
              {{- if $values.models.existingClaim }}
              readOnly: true
              {{- with $values.models.subPath }}
              subPath: {{ . }}
              {{- end }}
              {{- end }}
            {{- include "lehr.secretMounts" .root | nindent 12 }}
      volumes:
        - name: workspace
          {{- if $values.workspace.existingClaim }}
          persistentVolumeClaim: {claimName: {{ $values.workspace.existingClaim }}}
          {{- else }}
          emptyDir: {sizeLimit: {{ $values.workspace.sizeLimit }}}
          {{- end }}
        - name: tmp
          emptyDir: {sizeLimit: {{ $values.tmp.sizeLimit }}}
        - name: models
          {{- if $values.models.existingClaim }}
          persistentVolumeClaim: {claimName: {{ $values.models.existingClaim }}, readOnly: true}
          {{- else }}
          emptyDir: {sizeLimit: 1Gi}
          {{- end }}
        {{- include "lehr.secretVolumes" .root | nindent 8 }}
{{- end }}
