"""Words of the section on material: flows of rare earths, where each element ends up, balances."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

SAY = Catalogue(
    {
        "title": ("Material", "Malzeme"),
        "lead": (
            "Rare earths from ore and scrap to magnets and motors, in t of oxide contained, with everything that is "
            "lost, sold or stored on the way.",
            "Cevherden ve hurdadan mıknatısa ve motora nadir topraklar; içerilen oksit tonu olarak, yolda kaybedilen, "
            "satılan ve depolanan her şeyle.",
        ),
        "story": (
            "Of the {entered} of magnet rare earths that enter the chain from {first} to {last}, {products} leave in "
            "magnets and motors; {lost} are lost, most of it in: {worst}.",
            "{first}–{last} yıllarında zincire giren {entered} mıknatıs nadir toprağının {products} kadarı mıknatıs "
            "ve motorlarla çıkıyor, {lost} kadarı kayboluyor; en büyük kayıp: {worst}.",
        ),
        "nothing": ("No rare earths move in this plan.", "Bu planda nadir toprak hareketi yok."),
        "unit": ("t of oxide", "t oksit"),
        # the picture of flows
        "choose": ("Count", "Sayılan"),
        "measure_all": ("all rare earths", "bütün nadir topraklar"),
        "measure_magnet": ("magnet rare earths ({elements})", "mıknatıs nadir toprakları ({elements})"),
        "flows": ("From ore to motors: {measure}", "Cevherden motora: {measure}"),
        "flows_note": (
            "Colours follow where the rare earths came from; every pool is taken as evenly mixed, stocks keep their "
            "mixture. This differs from the indicators of imported and recycled shares, which take imports and scrap "
            "off first. Lost is what goes into a process and is not in its products by the compositions of the "
            "workbook.",
            "Renkler nadir toprağın ilk kaynağını izler; her havuz eşit karışmış sayılır, stoklar karışımını korur. "
            "Bu, ithalat ve geri kazanım payı göstergelerinden farklıdır; onlar ithalatı ve hurdayı önce düşer. "
            "Kayıp, prosese girip dosyadaki bileşimlere göre ürünlerinde bulunmayan miktardır.",
        ),
        "flows_note_gained": (
            "Where a product is said to hold more of this element than its feed (elements of a group stand in for "
            "each other), the difference enters as “assumed composition”.",
            "Bir ürünün bileşimi bu elementi girdisinden çok gösteriyorsa (aynı gruptaki elementler birbirinin yerine "
            "geçebilir) fark “varsayılan bileşim” olarak girer.",
        ),
        "flows_alt": (
            "Flows of {measure} by year. In {year}: {entered} enter, {products} leave in magnets and motors, {lost} "
            "are lost. Largest flow: {source} to {target}, {amount}.",
            "Yıllara göre akışlar: {measure}. {year} yılında {entered} giriyor, {products} mıknatıs ve motorlarla "
            "çıkıyor, {lost} kayboluyor. En büyük akış: {source} → {target}, {amount}.",
        ),
        "origin_home": ("from domestic ore", "yerli cevherden"),
        "origin_imported": ("imported", "ithal"),
        "origin_home_scrap": ("domestic scrap", "yurt içi hurdadan"),
        "origin_imported_scrap": ("imported scrap", "ithal hurdadan"),
        # kinds of nodes
        "node_mined": ("Mined: {item}", "Çıkarılan: {item}"),
        "node_imported": ("Imported: {item}", "İthal: {item}"),
        "node_bought": ("Bought in the country: {item}", "Yurt içinden alınan: {item}"),
        "node_collected": ("Collected: {item}", "Toplanan: {item}"),
        "node_from_stock": ("From stock: {item}", "Stoktan: {item}"),
        "node_reused": ("Returned: {item}", "Geri dönen: {item}"),
        "node_gained": ("Assumed composition: {item}", "Varsayılan bileşim: {item}"),
        "node_sold": ("Sold in the country: {item}", "Yurt içi satış: {item}"),
        "node_exported": ("Exported: {item}", "İhraç: {item}"),
        "node_disposed": ("Disposed of: {item}", "Bertaraf: {item}"),
        "node_to_stock": ("To stock: {item}", "Stoğa: {item}"),
        "node_returned": ("Returned to the start: {item}", "Başa dönen: {item}"),
        "node_lost": ("Lost: {item}", "Kayıp: {item}"),
        "label_mined": ("mined", "çıkarılan"),
        "label_imported": ("imported", "ithal"),
        "label_bought": ("domestic purchase", "yurt içi alım"),
        "label_collected": ("collected", "toplanan"),
        "label_from_stock": ("from stock", "stoktan"),
        "label_reused": ("returned", "geri dönen"),
        "label_gained": ("assumed composition", "varsayılan bileşim"),
        "label_sold": ("domestic sales", "yurt içi satış"),
        "label_exported": ("exported", "ihraç"),
        "label_disposed": ("disposed of", "bertaraf edilen"),
        "label_to_stock": ("to stock", "stoğa"),
        "label_returned": ("goes back", "geri gider"),
        "label_lost": ("lost", "kayıp"),
        "pure_oxide": ("{elements} oxide", "{elements} oksit"),
        "pure_metal": ("{elements} metal", "{elements} metali"),
        "stage_ore": ("Ore", "Cevher"),
        "stage_concentrate": ("Concentrate", "Konsantre"),
        "stage_mixed_reo": ("Mixed rare earths", "Karışık nadir toprak"),
        "stage_oxide": ("Oxides", "Oksitler"),
        "stage_metal": ("Metals", "Metaller"),
        "stage_alloy": ("Alloy", "Alaşım"),
        "stage_powder": ("Powder", "Toz"),
        "stage_sintered_magnet": ("Sintered magnets", "Sinter mıknatıs"),
        "stage_bonded_magnet": ("Bonded magnets", "Bağlı mıknatıs"),
        "stage_motor": ("Motors", "Motorlar"),
        "stage_scrap": ("Scrap", "Hurda"),
        "stage_swarf": ("Swarf", "Talaş"),
        "stage_ewaste": ("E-waste", "E-atık"),
        "stage_by_product": ("By-products", "Yan ürünler"),
        "stage_residue": ("Residues", "Artıklar"),
        # elements
        "elements": ("Element by element, {first} to {last}", "Element element, {first}–{last}"),
        "ends": ("Where each element ends up", "Her element nerede kalıyor"),
        "begins": ("Where each element comes from", "Her element nereden geliyor"),
        "end_motors": ("in motors", "motorlarda"),
        "end_magnets": ("in magnets", "mıknatıslarda"),
        "end_refined": ("oxide to powder, sold", "satılan oksit–toz"),
        "end_raw": ("concentrate and carbonate, sold", "satılan konsantre ve karbonat"),
        "end_scrap": ("swarf and scrap, sold", "satılan talaş ve hurda"),
        "end_stock": ("in stock at the end", "dönem sonu stokta"),
        "end_disposed": ("disposed of", "bertaraf edilen"),
        "end_mining": ("lost in mining and beneficiation", "madende ve zenginleştirmede kayıp"),
        "end_refining": ("lost in cracking and separation", "çözme ve ayırmada kayıp"),
        "end_making": ("lost from metal to motor", "metalden motora kayıp"),
        "end_recycling": ("lost in recycling and storage", "geri dönüşümde ve depoda kayıp"),
        "elements_note": (
            "Dysprosium and terbium in recycled magnets are counted as lost where the product's composition holds "
            "less of them: magnets made from scrap are richer than the workbook says.",
            "Geri kazanılan mıknatıslardaki disprosyum ve terbiyum, ürün bileşimi daha azını gösterdiği yerde kayıp "
            "sayılır: hurdadan yapılan mıknatıslar dosyada yazandan zengindir.",
        ),
        "products": (
            "Origin of the magnet rare earths in magnets and motors sold",
            "Satılan mıknatıs ve motorlardaki mıknatıs nadir topraklarının kaynağı",
        ),
        # balances
        "balances": ("Balances of goods", "Mal dengeleri"),
        "balances_lead": (
            "For each good, site and year: where it came from and where it went, in its own unit. Both sides are "
            "equal.",
            "Her mal, yer ve yıl için: nereden geldi, nereye gitti, kendi biriminde. İki taraf eşittir.",
        ),
        "balances_all": (
            "All balances; filter by good, site or item",
            "Bütün dengeler; mala, yere veya kaleme göre süzün",
        ),
        "column_good": ("Good", "Mal"),
        "column_site": ("Site", "Yer"),
        "column_item": ("Item", "Kalem"),
        "column_unit": ("Unit", "Birim"),
        "everywhere": ("all sites", "bütün yerler"),
        "sum": ("= in all", "= toplam"),
        "side_products": ("By-products and residues", "Yan ürünler ve artıklar"),
        "side_products_note": (
            "Goods without rare earths by composition; they are not in the pictures above.",
            "Bileşimine göre nadir toprak içermeyen mallar; yukarıdaki grafiklerde yer almazlar.",
        ),
        "item_made": ("made", "üretilen"),
        "item_mined": ("mined", "çıkarılan"),
        "item_bought": ("bought", "satın alınan"),
        "item_collected": ("collected", "toplanan"),
        "item_arrived": ("from other sites", "başka yerlerden gelen"),
        "item_opening_stock": ("opening stock", "dönem başı stok"),
        "item_consumed": ("used", "kullanılan"),
        "item_sold": ("sold on the market", "piyasada satılan"),
        "item_delivered": ("delivered under contract", "sözleşmeyle teslim edilen"),
        "item_departed": ("to other sites", "başka yerlere giden"),
        "item_disposed": ("disposed of", "bertaraf edilen"),
        "item_closing_stock": ("closing stock", "dönem sonu stok"),
    }
)  # fmt: skip
"""Texts by key."""
