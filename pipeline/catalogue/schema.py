"""The tables of the catalogue: their columns, what these mean, and how the tables hang together.

Nothing comes in.  What goes out is read by the writer of every format, so that names, types, keys and titles are the
same in CSV, Parquet, XLSX, SQLite and in the descriptor.  A name is a contract with every consumer: add, never rename.
"""

from __future__ import annotations

from typing import get_args

from pipeline.catalogue.columns import Column, Table, key, number, text
from pipeline.core.record import Bound, PeriodKind, Purpose, Role, Severity
from pipeline.diff.changes import CLASSES, Kind

_EDITION = text("edition", "版本", "所屬版本（editions.id）。", refers="editions", required=True)
_PROGRAMME = text("programme", "計畫", "所屬計畫（programmes.id）。", refers="programmes", required=True)
_PROGRAMME_OR_FRONT = text("programme", "計畫", "所屬計畫；屬前言者空白。", refers="programmes")
_KEY = text("programme_key", "計畫跨年鍵", "同名計畫各年相同之鍵（programmes.key）。")
_PATH = text("path", "位置", "在該計畫紀錄（booklet.json）中的路徑。", required=True)
_OF_PROGRAMME = (_EDITION, _PROGRAMME, _KEY, _PATH)
_OF_ANY = (_EDITION, _PROGRAMME_OR_FRONT, _KEY, _PATH)

TABLES: tuple[Table, ...] = (
    Table(
        "editions",
        "版本",
        "每列一冊手冊的一個年度版本。",
        (
            key("版本代號，如 demo-113。"),
            number("roc_year", "民國年"),
            number("year", "西元年", "民國年加 1911。"),
            text("title", "書名"),
            text("series", "系列", "書名去除年度，各年相同。"),
            text("publishers", "編印機關", "一行一個。"),
            text("issued", "出版日期", "封面所印，EDTF 格式，可只到年月。"),
            Column("issued_first", "date", "出版日期（最早日）", "由出版日期推得。"),
            text("introduction", "前言", look="prose"),
            text("file", "來源檔名", required=True),
            text("sha256", "來源檔雜湊值", "SHA-256。", required=True),
            text("media_type", "來源檔類型", required=True),
            text("reader", "讀取程式", required=True),
            number("pages", "頁數"),
            text("previous", "前一版本", "同系列的前一版本；首版空白。", refers="editions"),
        ),
    ),
    Table(
        "programmes",
        "計畫",
        "每列一個版本所印的一項計畫。",
        (
            key("版本代號加計畫編號，如 demo-113/2.1.2。"),
            _EDITION,
            text("programme_id", "計畫編號", "面向、措施及計畫之序號，如 2.1.2。", required=True),
            text("key", "跨年鍵", "計畫名稱的雜湊值，各年相同；同版同名者加 -2、-3。", required=True),
            text("name", "計畫名稱", required=True),
            text("acronym", "英文簡稱"),
            number("area_number", "面向序號"),
            text("area", "面向"),
            number("measure_number", "措施序號"),
            text("measure", "措施"),
            number("number", "計畫序號"),
            text("agency", "主辦機關", "第一個主辦機關。"),
            text("summary", "簡介", look="prose"),
            number("page_first", "起頁", "來源檔的頁次，由 1 起。"),
            number("page_last", "迄頁", "來源檔的頁次。"),
            number("printed_page", "印刷頁碼", "目次所印。"),
            text("previous", "前一版本之同一計畫", "改名者亦然；新增者空白。", refers="programmes"),
            text("uri", "URI", "各年相同。", required=True),
        ),
    ),
    Table(
        "services",
        "服務項目",
        "每列計畫的一項服務（■）。",
        (
            key("計畫加位置。"),
            *_OF_PROGRAMME,
            text("kind", "種類", "如經費補助。", required=True),
            text("title", "標題"),
            text("text", "內文", "項目以外的文字。", look="prose"),
        ),
    ),
    Table(
        "items",
        "服務內容",
        "每列服務的一個項目（●）。",
        (
            key("計畫加位置。"),
            *_OF_PROGRAMME,
            text("service", "服務項目", "所屬服務（services.id）。", refers="services", required=True),
            text("label", "標籤", "如補助對象。"),
            text("text", "內文", look="prose"),
        ),
    ),
    Table(
        "benefits",
        "優惠方式",
        "每列對入選企業的一項優惠（■）。",
        (
            key("計畫加位置。"),
            *_OF_PROGRAMME,
            text("kind", "種類", "如補助加碼。", required=True),
            text("text", "內文", look="prose"),
        ),
    ),
    Table(
        "other_fields",
        "其他欄位",
        "表格中另有標籤的欄位。",
        (
            key("計畫加位置。"),
            *_OF_PROGRAMME,
            text("label", "標籤", required=True),
            text("text", "內文", look="prose"),
        ),
    ),
    Table(
        "contacts",
        "聯絡方式",
        "每列一個聯絡窗口。",
        (
            key("計畫（或前言）加位置。"),
            *_OF_ANY,
            text("role", "角色", "主辦機關、執行單位或服務團。", required=True, words=get_args(Role)),
            text("organization", "單位", required=True),
            text("organization_key", "單位鍵", "單位名稱的雜湊值；臺、台視為相同。", required=True),
            text("person", "聯絡人"),
            text("note", "備註"),
        ),
    ),
    Table(
        "phones",
        "電話",
        "每列聯絡窗口的一個電話號碼。",
        (
            key("聯絡窗口加序號。"),
            *_OF_ANY,
            text("contact", "聯絡窗口", "contacts.id。", refers="contacts", required=True),
            text("printed", "所印號碼", required=True),
            text("e164", "國際號碼", "E.164 格式，如 +886227541255。"),
            text("extension", "分機"),
            text("uri", "撥號連結", "tel: URI（RFC 3966），含分機。", look="link"),
        ),
    ),
    Table(
        "emails",
        "電子郵件",
        "每列聯絡窗口的一個電子郵件地址。",
        (
            key("聯絡窗口加序號。"),
            *_OF_ANY,
            text("contact", "聯絡窗口", "contacts.id。", refers="contacts", required=True),
            text("email", "電子郵件", required=True, look="link"),
        ),
    ),
    Table(
        "websites",
        "相關網站",
        "每列計畫的一個網站。",
        (
            key("計畫加位置。"),
            *_OF_PROGRAMME,
            text("name", "網站名稱"),
            text("url", "網址", "如所印。", required=True, look="link"),
        ),
    ),
    Table(
        "facts",
        "事實",
        "由內文讀出的期間、金額、比率、折扣及時間長度，各附所印文字。",
        (
            key("計畫（或前言）加事實在紀錄中的路徑。"),
            *_OF_ANY,
            text("service", "服務項目", "內文所屬服務。", refers="services"),
            text("item", "服務內容", "內文所屬項目。", refers="items"),
            text("benefit", "優惠方式", "內文所屬優惠。", refers="benefits"),
            text(
                "type",
                "類別",
                "period 期間、amount 金額、ratio 比率、discount 折扣、duration 時間長度。",
                required=True,
                words=("period", "amount", "ratio", "discount", "duration"),
            ),
            text("printed", "所印文字", required=True),
            number("amount_twd", "金額（新臺幣元）", look="twd"),
            Column("ratio", "number", "比率", "0.5 即 50%。", look="share"),
            Column("discount", "number", "折扣", "0.7 即七折：實付的比例。", look="share"),
            text("duration", "時間長度", "ISO 8601，如 P6M。"),
            text("bound", "界限", "max 上限、min 下限、exact 恰為；空白即未印。", words=get_args(Bound)),
            text("per", "計算單位", "case 每案、year 每年、person 每人等；二者以空格分隔。"),
            text("offered_as", "給予名目", "金額係給予者：服務種類及標籤；資格條件等金額空白。"),
            text("support", "給予方式", "subsidy 補助獎勵、loan 貸款。", words=("subsidy", "loan")),
            text("purpose", "期間用途", "application 申請、support 補助期間。", words=get_args(Purpose)),
            text("kind", "期間種類", "fixed 有日期、announced 依公告等。", words=get_args(PeriodKind)),
            text("start", "起", "EDTF；2020-06-30~ 為約略日期，空白為未印。"),
            text("end", "迄", "EDTF；空白為未印。"),
            Column("start_first", "date", "起日（最早）", "由起推得。"),
            Column("end_last", "date", "迄日（最晚）", "由迄推得。"),
            Column("approximate", "boolean", "約略", "起或迄為約略、原則或預定。"),
            text("recurrence", "重複", "RRULE（RFC 5545），如每年三、四月。"),
            text("subject", "適用對象", "同一項目有數個期間時。"),
            number("span_start", "起始字元", "在該內文中的位置，由 0 起。", required=True),
            number("span_end", "結束字元", "不含。", required=True),
            text("rule", "讀取規則", required=True),
            text("assumptions", "推定", "一行一項；空白即無。"),
        ),
    ),
    Table(
        "windows",
        "受理及補助期間",
        "每列一個有日期或月份的期間；每年重複者列版本當年的一次。",
        (
            key("事實加序號。"),
            *_OF_ANY,
            text("fact", "事實", "facts.id。", refers="facts", required=True),
            text("purpose", "用途", "application 申請。", required=True, words=get_args(Purpose)),
            text("subject", "適用對象"),
            Column("opens", "date", "起日（最早）", "空白為未印。"),
            Column("closes_first", "date", "迄日（最早可能）", "只印月份或約略者早於迄日。"),
            Column("closes", "date", "迄日（最晚可能）", "空白為未印。"),
            Column("approximate", "boolean", "約略", "須向主辦機關確認。", required=True),
            Column("yearly", "boolean", "每年重複", required=True),
            text("printed", "所印文字", required=True),
        ),
    ),
    Table(
        "changes",
        "變更",
        "每列同系列前後兩版之間一處變更；一項變更及於數處者一處一列。",
        (
            key("兩版代號、變更及序號。"),
            text("edition_from", "舊版本", refers="editions", required=True),
            text("edition", "新版本", refers="editions", required=True),
            text("change", "變更代號", "同一項變更相同。", required=True),
            text("kind", "種類", "如 amount_changed。", required=True, words=get_args(Kind)),
            text(
                "class",
                "分類",
                "loss 失去、substantive 實質、routine 例行、typographic 排印。",
                required=True,
                words=CLASSES,
            ),
            text("programme_from", "舊版計畫", "新增者空白。", refers="programmes"),
            text("programme", "新版計畫", "刪除者空白。", refers="programmes"),
            text("programme_key_from", "舊版計畫跨年鍵"),
            text("programme_key", "新版計畫跨年鍵"),
            text("name", "計畫名稱", "新版的名稱；刪除者為舊版的。"),
            text("path_from", "舊版位置"),
            text("path", "新版位置"),
            text("before", "變更前", look="prose"),
            text("after", "變更後", look="prose"),
            text("before_json", "變更前（JSON）", "紀錄中的值。"),
            text("after_json", "變更後（JSON）", "紀錄中的值。"),
            Column("score", "number", "相似度", "改名計畫，0 至 1。"),
            text("note", "說明"),
        ),
    ),
    Table(
        "contents",
        "目次",
        "每列目次的一行。",
        (
            key("版本加行次。"),
            _EDITION,
            number("level", "層級", "0 在第一個面向之前。", required=True),
            number("number", "序號"),
            text("title", "標題"),
            number("page", "頁碼"),
        ),
    ),
    Table(
        "findings",
        "檢核發現",
        "每列一項須由人查看之處；代碼見說明文件。",
        (
            key("版本加序號。"),
            _EDITION,
            _PROGRAMME_OR_FRONT,
            text("programme_id", "計畫編號"),
            text("path", "位置"),
            text("code", "代碼", required=True),
            text("severity", "程度", required=True, words=get_args(Severity)),
            text("message", "說明", required=True),
            number("page", "頁次"),
            Column("x0", "number", "左", "頁面座標，點，自左上角起。"),
            Column("top", "number", "上"),
            Column("x1", "number", "右"),
            Column("bottom", "number", "下"),
            text("data", "資料", "JSON。"),
        ),
    ),
)

BY_NAME = {table.name: table for table in TABLES}
